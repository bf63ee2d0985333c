import { mergeWindowProfiles } from '../../metrics/merge-window-profiles.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { ColumnProfile, WindowProfile } from '../../metrics/profile.ts';
import type { BaselineWindow } from '../baseline/baseline-windows.ts';
import { leaveOneOut } from '../baseline/leave-one-out.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import type { ColumnCheck } from './column-checks.ts';

/** A day of the reference, in order. */
export interface ReferenceDay {
  readonly startMs: number;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ColumnProfile>;
}

/** With fewer periods nothing can be learnt of how they differ. */
const LEAST_PERIODS = 20;
/** In smaller ones sampling alone explains nearly all of the difference. */
const LEAST_ROWS = 400;
const DAY_MS = 86_400_000;

export interface LearntHistory {
  /** How many days one of the periods lasts; 0 where nothing was learnt. */
  readonly daysPerPeriod: number;
  readonly periods: number;
  readonly of: (check: ColumnCheck) => readonly HistoryPoint[];
}

export const NOTHING_LEARNT: LearntHistory = { daysPerPeriod: 0, periods: 0, of: () => [] };

/** How much periods of the reference differ from the rest of it while nothing drifts.
 *
 *  A file of a month differs less from the reference than a file of a day does, because calm days
 *  average out. So days are joined to periods as long as the current file, as far as that leaves
 *  twenty of them. */
export function learnHistory(days: readonly ReferenceDay[], currentDays: number): LearntHistory {
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return NOTHING_LEARNT;
  const span = Math.round((last.startMs - first.startMs) / DAY_MS) + 1;
  const longest = Math.floor(span / LEAST_PERIODS);
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const daysForRows = Math.ceil((LEAST_ROWS * span) / Math.max(1, rows));
  const daysPerPeriod = Math.max(
    daysForRows,
    Math.min(longest, Math.max(1, Math.round(currentDays))),
  );
  if (daysPerPeriod > longest) return NOTHING_LEARNT;
  const windows = joinDays(days, first.startMs, daysPerPeriod * DAY_MS);
  const leftOut = [...leaveOneOut({ windows, remainder: null })];
  if (leftOut.length < LEAST_PERIODS) return NOTHING_LEARNT;
  return {
    daysPerPeriod,
    periods: leftOut.length,
    of: (check) => leftOut.flatMap((one) => measureAgainstRest(check, one)),
  };
}

function joinDays(
  days: readonly ReferenceDay[],
  firstMs: number,
  lengthMs: number,
): BaselineWindow[] {
  const windows = new Map<number, BaselineWindow>();
  for (const { startMs, rows, columns } of days) {
    const index = Math.floor((startMs - firstMs) / lengthMs);
    const profile: WindowProfile = {
      rows,
      erroneousRows: 0,
      durationMs: lengthMs,
      columns,
      outcomes: new Map(),
    };
    const known = windows.get(index);
    const window = {
      startMs: firstMs + index * lengthMs,
      endMs: firstMs + (index + 1) * lengthMs,
    };
    windows.set(index, {
      window,
      profile: known === undefined ? profile : mergeWindowProfiles(known.profile, profile),
    });
  }
  return [...windows.values()].sort((a, b) => a.window.startMs - b.window.startMs);
}

function measureAgainstRest(
  { metric: id, column, parameters }: ColumnCheck,
  {
    window,
    profile,
    rest,
  }: { window: { startMs: number }; profile: WindowProfile; rest: WindowProfile },
): HistoryPoint[] {
  const metric = findMetric(id);
  const own = profile.columns.get(column);
  if (metric?.subject !== 'column' || own === undefined) return [];
  const measured = metric.measure(own, rest.columns.get(column), parameters);
  if (measured.kind !== 'value') return [];
  const { value, n, m } = measured;
  const windowStartMs = window.startMs;
  return [{ windowStartMs, value, n, m, seasonPhase: 0, inBaseline: true, verdict: 'ok' }];
}
