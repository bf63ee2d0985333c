import type { ComparisonWire } from '../../contract/feature-overview.ts';
import type { ColumnProfile, MissingCounts, WindowProfile } from '../../metrics/profile.ts';
import { movedByChance } from '../../monitoring/diagnosis/column-masses.ts';
import { compareShares, movedShare } from '../../monitoring/diagnosis/compare-shares.ts';
import type { BeforeAfter } from '../../monitoring/diagnosis/diagnosis.ts';
import { measureChange } from '../../monitoring/diagnosis/measure-change.ts';
import type { ShareBar } from '../../monitoring/diagnosis/share-bar.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { isoOf } from './health-wire.ts';

/** Either side of a comparison: a period, or the baseline by its name. */
export interface Side {
  readonly period: Window | null;
  readonly name: string;
  readonly profile: WindowProfile;
}

const REASONS = ['absent', 'null', 'nan', 'infinite', 'mismatched'] as const;

export function compareWire(column: string, window: Side, against: Side | null): ComparisonWire {
  const after = window.profile.columns.get(column);
  const before = against?.profile.columns.get(column);
  const known = before !== undefined && before.weight > 0 ? before : undefined;
  const shares =
    after === undefined ? { ordered: false, bars: [], newValues: [] } : compareShares(known, after);
  const { numeric } = measureChange(known, after);
  return {
    window: sideWire(window, column),
    against: against && sideWire(against, column),
    ...shares,
    moved: movedShare(shares.bars),
    byChance: chanceOf(shares.bars, known, after),
    numbers: numeric,
    missing: missingWire(known, after),
  };
}

function sideWire({ period, name, profile }: Side, column: string) {
  return {
    kind: period === null ? ('baseline' as const) : ('period' as const),
    name,
    start: period && isoOf(period.startMs),
    end: period && isoOf(period.endMs),
    rows: profile.rows,
    counted: profile.columns.get(column)?.rows ?? 0,
  };
}

function missingWire(before?: ColumnProfile, after?: ColumnProfile): ComparisonWire['missing'] {
  const of = (reason: keyof MissingCounts): BeforeAfter => ({
    before: shareOf(before, reason),
    after: shareOf(after, reason),
  });
  return Object.fromEntries(
    REASONS.map((reason) => [reason, of(reason)]),
  ) as ComparisonWire['missing'];
}

/** How much moves between samples of this size while nothing changes. */
function chanceOf(bars: readonly ShareBar[], before?: ColumnProfile, after?: ColumnProfile) {
  if (before === undefined || after === undefined || !(after.rows > 0)) return null;
  const shares = bars.map((bar) => bar.before ?? 0);
  return movedByChance(shares, after.rows, before.rows);
}

const shareOf = (column: ColumnProfile | undefined, reason: keyof MissingCounts) =>
  column === undefined || !(column.weight > 0) ? null : column.missing[reason] / column.weight;
