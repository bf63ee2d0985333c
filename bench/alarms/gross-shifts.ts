import type { ColumnProfile } from '../../src/metrics/profile.ts';
import type { MeasuredMonitor } from '../../src/monitoring/monitor/measure-checks.ts';
import { createRandom } from '../../src/stats/random.ts';
import { BASELINE_DAYS, checkOf, monitorOf } from './dependent/day-cell.ts';
import { columnName, type DayProfile, drawDayProfiles } from './dependent/day-profiles.ts';
import { DAY_SCENARIOS, type DayScenario } from './dependent/day-scenario.ts';
import { isBad, watch } from './dependent/watch.ts';

/** What is left of a monthly budget for one check in one of fifty segments. */
const SEGMENT_LEVEL = 1e-6;
const EFFECTS = { warningEffect: 0.1, criticalEffect: 0.3 };

/** The default check of a column in a segment. */
export function segmentMonitor(): MeasuredMonitor {
  const check = checkOf('population_stability_index', 0);
  const { threshold } = check;
  if (threshold.strategy !== 'calibrated') throw new Error('The check is not calibrated.');
  return monitorOf([{ ...check, threshold: { ...threshold, ...EFFECTS } }], SEGMENT_LEVEL);
}

export interface GrossShiftCell {
  readonly name: string;
  readonly scenario: DayScenario;
  readonly shift: (column: ColumnProfile) => ColumnProfile;
}

export interface GrossShiftResult {
  /** Part of the first days of a gross shift that are called bad. */
  readonly found: number;
  readonly models: number;
}

const MISSING_SHARE = 0.3;

const SHIFTS: Readonly<Record<string, GrossShiftCell['shift']>> = {
  'three in ten missing': (column) => {
    const counts = column.categorical?.counts ?? [];
    const kept = counts.map((count) => Math.round(count * (1 - MISSING_SHARE)));
    const lost = sum(counts) - sum(kept);
    return withCounts(column, kept, column.missing.null + lost);
  },
  // As where a unit changed: each value is taken for another.
  'values one place on': (column) => {
    const counts = column.categorical?.counts ?? [];
    const moved = counts.map((_, index) => counts.at(index - 1) ?? 0);
    return withCounts(column, moved, column.missing.null);
  },
};

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);

function withCounts(
  column: ColumnProfile,
  counts: readonly number[],
  missing: number,
): ColumnProfile {
  return {
    ...column,
    missing: { ...column.missing, null: missing },
    categorical: { unseen: [], unseenRest: 0, ...column.categorical, counts },
  };
}

/** Segments have few rows, and differ from day to day. */
const ROWS = 300;

export function grossShiftCells(): GrossShiftCell[] {
  return DAY_SCENARIOS.flatMap((scenario) =>
    Object.entries(SHIFTS).map(([name, shift]) => ({
      name: `gross shift, ${name}: ${scenario.name}`,
      scenario: { ...scenario, rowsOfDay: () => ROWS },
      shift,
    })),
  );
}

/** Whether a shift that nobody would miss by eye is found on its first day, at the level of a
 *  segment's check, after four weeks that differed from day to day. */
export function judgeGrossShift(
  { scenario, shift }: GrossShiftCell,
  models: number,
  seed: number,
): GrossShiftResult {
  const random = createRandom(seed);
  const monitor = segmentMonitor();
  let found = 0;
  for (let model = 0; model < models; model += 1) {
    const days = drawDayProfiles(random, scenario, 1, BASELINE_DAYS + 1);
    const last = days[BASELINE_DAYS];
    if (last === undefined) throw new Error('A day was not drawn.');
    const watched = watch(monitor, days.slice(0, BASELINE_DAYS));
    const [judged] = watched.judge(shifted(last, shift));
    if (judged !== undefined && isBad(judged.verdict)) found += 1;
  }
  return { found: found / models, models };
}

function shifted(day: DayProfile, shift: GrossShiftCell['shift']): DayProfile {
  const name = columnName(0);
  const column = day.profile.columns.get(name);
  if (column === undefined) throw new Error(`There is no column ${name}.`);
  const columns = new Map(day.profile.columns).set(name, shift(column));
  return { ...day, profile: { ...day.profile, columns } };
}
