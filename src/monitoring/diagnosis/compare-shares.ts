import type { ColumnProfile } from '../../metrics/profile.ts';
import { missingWeight, unseenWeight } from './column-masses.ts';
import type { BeforeAfter } from './diagnosis.ts';
import { LEAST_ROWS_NAMED } from './measure-change.ts';
import { numericBars } from './numeric-bars.ts';
import type { ShareBar } from './share-bar.ts';

/** Categories with a bar of their own; the others share one. */
const NAMED = 24;
const NEW_VALUES = 8;

export interface ComparedShares {
  readonly ordered: boolean;
  readonly bars: readonly ShareBar[];
  readonly newValues: readonly { readonly value: string; readonly share: number }[];
}

/** Shares of all rows, bar by bar: what is missing and what the baseline never had are bars of
 *  their own, and all of them add up to 1. */
export function compareShares(
  before: ColumnProfile | undefined,
  after: ColumnProfile,
): ComparedShares {
  const of = (weightOf: (one: ColumnProfile) => number): BeforeAfter => ({
    before: before === undefined ? null : shareOf(weightOf, before),
    after: shareOf(weightOf, after),
  });
  const missing: ShareBar = { label: 'missing', kind: 'missing', ...of(missingWeight) };
  const { grid } = after;
  if (grid.kind === 'numeric') {
    const bars = numericBars(grid, before, after);
    return { ordered: true, bars: [...bars, missing], newValues: [] };
  }
  const unseen: ShareBar = {
    label: 'never seen in the baseline',
    kind: 'unseen',
    ...of(unseenWeight),
  };
  return {
    ordered: false,
    bars: [...categoryBars(grid.categories, before, after, of), unseen, missing],
    newValues: newValuesOf(after),
  };
}

function categoryBars(
  categories: readonly string[],
  before: ColumnProfile | undefined,
  after: ColumnProfile,
  of: (weightOf: (one: ColumnProfile) => number) => BeforeAfter,
): ShareBar[] {
  const countIn = (profile: ColumnProfile | undefined, at: number) =>
    profile?.categorical?.counts[at] ?? 0;
  const ranked = categories
    .map((label, at) => ({ label, at, most: Math.max(countIn(before, at), countIn(after, at)) }))
    .map((one) => ({ ...one, ...of((profile) => countIn(profile, one.at)) }))
    .sort((a, b) => Math.max(b.before ?? 0, b.after ?? 0) - Math.max(a.before ?? 0, a.after ?? 0));
  const named = ranked.filter(({ most }) => most >= LEAST_ROWS_NAMED).slice(0, NAMED);
  const own = new Set(named.map(({ at }) => at));
  const rest = ranked.filter(({ at, most }) => most > 0 && !own.has(at));
  const bars = named.map((one): ShareBar => {
    const { label, before: was, after: is } = one;
    return { label: label === '' ? '(empty)' : label, kind: 'value', before: was, after: is };
  });
  if (rest.length === 0) return bars;
  const sum = of((profile) => rest.reduce((all, { at }) => all + countIn(profile, at), 0));
  const label = rest.length === 1 ? '1 other' : `${rest.length} others`;
  return [...bars, { label, kind: 'others', ...sum }];
}

function newValuesOf({ categorical, weight }: ColumnProfile) {
  return (categorical?.unseen ?? [])
    .filter(([, own]) => own >= LEAST_ROWS_NAMED)
    .slice(0, NEW_VALUES)
    .map(([value, own]) => ({ value, share: weight > 0 ? own / weight : 0 }));
}

function shareOf(weightOf: (one: ColumnProfile) => number, profile: ColumnProfile): number | null {
  return profile.weight > 0 ? weightOf(profile) / profile.weight : null;
}

/** Half of what all shares changed by: the share of rows that is now elsewhere. */
export function movedShare(bars: readonly ShareBar[]): number | null {
  if (bars.length === 0 || bars.some(({ before, after }) => before === null || after === null)) {
    return null;
  }
  return bars.reduce((sum, bar) => sum + Math.abs((bar.after ?? 0) - (bar.before ?? 0)), 0) / 2;
}
