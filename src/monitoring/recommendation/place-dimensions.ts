import type { WindowProfile } from '../../metrics/profile.ts';
import { SEGMENTS_SHARE } from '../monitor/share-budget.ts';
import type { Steps } from '../steps.ts';
import { canSee } from './can-see.ts';
import { rowsInWords } from './describe-values.ts';
import { fitToBudget } from './fit-to-budget.ts';
import type { PassedOver, ProposedCheck } from './recommendation.ts';
import { dailyRule, shareAlarms } from './rules.ts';

/** A declared dimension, as far as the baseline knows it. */
export interface Dimension {
  readonly name: string;
  /** Segments that are counted, the rest included. */
  readonly segments: number;
  /** The segment with the most rows, and its profile in the baseline. */
  readonly largest: { readonly segment: string; readonly profile: WindowProfile };
}

export interface PlacedDimensions {
  /** Watched by the daily monitor itself. */
  readonly rider: Dimension | null;
  /** Watched by monitors of their own, by fewer checks. */
  readonly others: readonly { readonly dimension: Dimension; readonly checks: ProposedCheck[] }[];
  readonly tooSmall: readonly PassedOver[];
}

/** More results of a window than that are more than people read and a table should hold. */
const RESULTS_PER_WINDOW = 3_000;
const COLUMNS_BY_SEGMENT = 10;

/** Where each dimension is watched. A monitor that looks at segments looks at the whole too, so the
 *  first dimension rides on the daily monitor wherever that is not too much: the whole raises each
 *  alarm once. */
export function* placeDimensions(
  dimensions: readonly Dimension[],
  daily: readonly ProposedCheck[],
  rowsPerDay: number | null,
  baselineRows: number,
): Steps<PlacedDimensions> {
  const tooSmall: PassedOver[] = [];
  const large: Dimension[] = [];
  for (const dimension of dimensions) {
    const share = dimension.largest.profile.rows / Math.max(1, baselineRows);
    const rows = rowsPerDay === null ? null : rowsPerDay * share;
    if (rows === null || (yield* seesAnything(daily, dimension, rows))) {
      large.push(dimension);
      continue;
    }
    const why = `Its largest segment, ${dimension.largest.segment}, has about ${rowsInWords(rows)} a day, too few to show a critical effect; it only explains what is alarmed about the whole.`;
    tooSmall.push({ subject: `segments by ${dimension.name}`, why });
  }
  const first = large[0];
  const rider = first !== undefined && fits(first, daily) ? first : null;
  return {
    rider,
    others: large
      .filter((dimension) => dimension !== rider)
      .map((dimension) => ({ dimension, checks: weightiest(daily) })),
    tooSmall,
  };
}

function* seesAnything(
  daily: readonly ProposedCheck[],
  dimension: Dimension,
  rows: number,
): Steps<boolean> {
  for (const check of daily) {
    if (seesInSegment(check, dimension, rows)) return true;
    yield;
  }
  return false;
}

function seesInSegment(check: ProposedCheck, dimension: Dimension, rows: number): boolean {
  if (check.threshold.strategy !== 'calibrated') return false;
  const rule = dailyRule(shareAlarms(true, 1).dimension);
  const level = (rule.budget.alarms / rule.budget.days) * (SEGMENTS_SHARE / dimension.segments);
  return canSee(check, dimension.largest.profile, rows, level);
}

function fits({ segments }: Dimension, daily: readonly ProposedCheck[]): boolean {
  const rule = dailyRule(shareAlarms(true, 1).daily);
  const { dropped } = fitToBudget(daily, rule, segments);
  return dropped.length === 0 && daily.length * segments <= RESULTS_PER_WINDOW;
}

/** All checks of the columns that have the greatest weight. */
function weightiest(checks: readonly ProposedCheck[]): ProposedCheck[] {
  const weights = new Map<string | null, number>();
  for (const { column, weight } of checks) {
    weights.set(column, (weights.get(column) ?? 0) + weight);
  }
  const columns = [...weights].sort(([, a], [, b]) => b - a).slice(0, COLUMNS_BY_SEGMENT);
  const chosen = new Set(columns.map(([column]) => column));
  return checks.filter((check) => chosen.has(check.column));
}
