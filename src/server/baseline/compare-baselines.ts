import { setImmediate as otherWork } from 'node:timers/promises';
import { mergeWindowProfiles } from '../../metrics/merge-window-profiles.ts';
import type { ColumnProfile, WindowProfile } from '../../metrics/profile.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { IN_SERVICE } from '../../monitoring/profile/column-read-model.ts';
import type { ProfileStore } from '../../monitoring/profile/profile-store.ts';
import { type ComparedColumn, judgeColumns } from '../../monitoring/report/judge-columns.ts';
import { learnHistory, NOTHING_LEARNT } from '../../monitoring/report/learn-history.ts';
import { rankColumns } from '../../monitoring/report/rank-columns.ts';
import type { ReportColumn } from '../../monitoring/report/report.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { type NamedColumn, namedColumns } from './named-columns.ts';

export interface CompareDeps {
  readonly profiles: ProfileStore;
}

/** What a baseline is compared with: another, or parts of the model's past. */
export type ComparedWith =
  | { readonly kind: 'baseline'; readonly baseline: Baseline }
  | { readonly kind: 'periods'; readonly periods: readonly Window[] };

export interface ComparisonOrder {
  readonly model: Model;
  readonly baseline: Baseline;
  readonly with: ComparedWith;
  /** One column alone, by its key. */
  readonly column: string | null;
}

export interface ComparedPair {
  readonly judged: ReportColumn;
  readonly column: NamedColumn;
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
}

export interface BaselineComparison {
  readonly rows: { readonly before: number; readonly after: number };
  /** The most important difference first. */
  readonly pairs: readonly ComparedPair[];
  /** Columns that only one side can tell of. */
  readonly alone: readonly NamedColumn[];
}

/** Chance that sides of which none differs are said to differ in any column, as in a report. */
const FALSE_ALARMS = 0.05;
/** Days of so many columns are held while it is learnt how they differ by themselves. */
const COLUMNS_AT_ONCE = 25;
const DAY_MS = 86_400_000;

/** How each column differs, by the judgement of the report of two files: beyond chance, beyond what
 *  days of the baseline differ among themselves, and by more than does not matter. */
export async function compareBaselines(
  { profiles }: CompareDeps,
  order: ComparisonOrder,
): Promise<BaselineComparison> {
  const { model, baseline } = order;
  const before = await profiles.readBaseline(model, baseline, '');
  const after = await readOther(profiles, order);
  const columns = namedColumns(model).filter(
    ({ key }) => order.column === null || key === order.column,
  );
  const both: (Omit<ComparedPair, 'judged'> & { compared: ComparedColumn })[] = [];
  const alone: NamedColumn[] = [];
  for (const column of columns) {
    const [was, is] = [before.columns.get(column.key), after.columns.get(column.key)];
    if (was === undefined || is === undefined || !hasGrid(baseline, column)) {
      // Answers and latencies that were never sent are nothing to wonder about.
      if (column.key.startsWith('feature:')) alone.push(column);
    } else both.push({ column, before: was, after: is, compared: comparedOf(column, was, is) });
  }
  // Shared over all columns, whether one or all of them are asked for.
  const level = FALSE_ALARMS / Math.max(1, namedColumns(model).length);
  const pairs: ComparedPair[] = [];
  for (let at = 0; at < both.length; at += COLUMNS_AT_ONCE) {
    const some = both.slice(at, at + COLUMNS_AT_ONCE);
    const history = await learn(
      profiles,
      order,
      some.map(({ column }) => column.key),
    );
    for (const { compared, ...pair } of some) {
      // Laws are drawn, and others wait for this process.
      await otherWork();
      const [judged] = judgeColumns([compared], { level, history: history.of });
      if (judged !== undefined) pairs.push({ ...pair, judged });
    }
  }
  const place = new Map(rankColumns(pairs.map((pair) => pair.judged)).map((one, i) => [one, i]));
  pairs.sort((a, b) => (place.get(a.judged) ?? 0) - (place.get(b.judged) ?? 0));
  return { rows: { before: before.rows, after: after.rows }, pairs, alone };
}

const hasGrid = ({ grids }: Baseline, { key }: NamedColumn): boolean => grids.has(key);

function comparedOf(
  { name, kind, role }: NamedColumn,
  reference: ColumnProfile,
  current: ColumnProfile,
) {
  return { name, role, kind, note: '', reference, current, exact: new Map<string, number>() };
}

async function readOther(
  profiles: ProfileStore,
  { model, baseline, with: other }: ComparisonOrder,
): Promise<WindowProfile> {
  if (other.kind === 'baseline') return profiles.readBaselineOn(model, other.baseline, baseline);
  const question = { ...IN_SERVICE, segments: [''], outcomes: false };
  const read = await profiles.readWindows(model, baseline, other.periods, question);
  const found = read.flatMap((one) => one.get('') ?? []);
  const [first, ...rest] = found;
  if (first === undefined) throw new Error('No profile was read of a period.');
  return rest.reduce(mergeWindowProfiles, first);
}

/** How days of the baseline differ from the rest of it by themselves. */
async function learn(
  profiles: ProfileStore,
  { model, baseline, with: other }: ComparisonOrder,
  columns: readonly string[],
) {
  const periods =
    other.kind === 'periods' ? other.periods : other.baseline.period && [other.baseline.period];
  if (periods === null) return NOTHING_LEARNT;
  const { windows } = await profiles.readBaselineWindows(model, baseline, '1d', '', {
    columns,
    outcomes: false,
  });
  const days = windows.map(({ window, profile }) => ({
    startMs: window.startMs,
    rows: profile.rows,
    columns: profile.columns,
  }));
  const lengthMs = periods.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return learnHistory(days, lengthMs / DAY_MS);
}
