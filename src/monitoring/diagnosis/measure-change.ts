import type { ColumnProfile } from '../../metrics/profile.ts';
import { columnMasses, missingWeight, unseenWeight } from './column-masses.ts';
import { type Cumulative, cumulativeOf, quantileOf } from './cumulative.ts';
import type { BeforeAfter, CategoryChange, ColumnChange } from './diagnosis.ts';

/** More than that nobody reads. */
const NAMED_CATEGORIES = 5;
/** A value that fewer rows have may be about somebody, and is not named. */
export const LEAST_ROWS_NAMED = 20;

/** What a column's distribution was, and what it is. */
export function measureChange(
  before: ColumnProfile | undefined,
  after: ColumnProfile | undefined,
): ColumnChange {
  const of = (share: (column: ColumnProfile) => number | null): BeforeAfter => ({
    before: before === undefined ? null : share(before),
    after: after === undefined ? null : share(after),
  });
  const isCategorical = (after ?? before)?.grid.kind === 'categorical';
  return {
    missing: of((one) => ratio(missingWeight(one), one.weight)),
    numeric: isCategorical ? null : measureNumbers(before, after),
    categories: measureCategories(before, after),
    unseen: isCategorical
      ? of((one) => ratio(unseenWeight(one), one.weight - missingWeight(one)))
      : null,
  };
}

function measureNumbers(before?: ColumnProfile, after?: ColumnProfile): ColumnChange['numeric'] {
  const old = before === undefined ? null : cumulativeOf(before);
  const now = after === undefined ? null : cumulativeOf(after);
  const quantile = (share: number): BeforeAfter => ({
    before: old && finite(quantileOf(old, share)),
    after: now && finite(quantileOf(now, share)),
  });
  const mean = (cumulative: Cumulative | null, column?: ColumnProfile) =>
    cumulative === null ? null : finite(column?.numeric?.moments.mean);
  return {
    mean: { before: mean(old, before), after: mean(now, after) },
    low: quantile(0.1),
    median: quantile(0.5),
    high: quantile(0.9),
  };
}

function measureCategories(before?: ColumnProfile, after?: ColumnProfile): CategoryChange[] {
  const old = before === undefined ? null : columnMasses(before);
  const now = after === undefined ? null : columnMasses(after);
  const grid = (after ?? before)?.grid;
  if (grid?.kind !== 'categorical') return [];
  const known = grid.categories.map((category, i) => ({
    category,
    before: old && (old[i] ?? 0),
    after: now && (now[i] ?? 0),
    rows: Math.max(before?.categorical?.counts[i] ?? 0, after?.categorical?.counts[i] ?? 0),
  }));
  const unseen = (after?.categorical?.unseen ?? []).map(([category, weight]) => ({
    category,
    before: old && 0,
    after: ratio(weight, after?.weight ?? 0),
    rows: weight,
  }));
  const change = (one: BeforeAfter) => Math.abs((one.after ?? 0) - (one.before ?? 0));
  return [...known, ...unseen]
    .filter((one) => one.rows >= LEAST_ROWS_NAMED && change(one) > 0)
    .sort((a, b) => change(b) - change(a))
    .slice(0, NAMED_CATEGORIES)
    .map(({ rows: _, ...named }) => named);
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
