import { mergeWindowProfiles } from '../../src/metrics/merge-window-profiles.ts';
import { baselineHistory } from '../../src/monitoring/baseline/baseline-history.ts';
import { measureChecks } from '../../src/monitoring/monitor/measure-checks.ts';
import type { Check } from '../../src/monitoring/monitor/monitor.ts';
import { seasonPhase } from '../../src/monitoring/window/season-phase.ts';
import { monitorOf } from '../alarms/dependent/day-cell.ts';
import { DAY_MS, type DayProfile } from '../alarms/dependent/day-profiles.ts';
import { isBad } from '../alarms/dependent/watch.ts';
import { readFlightDays } from '../alarms/real/flights.ts';
import { percent, short, writeTable } from './write-table.ts';

const START_MS = Date.UTC(2001, 0, 1);
const JANUARY = 31;
/** Summer time begins on 1 April, which is a change. */
const BEFORE_SUMMER_TIME = JANUARY + 28 + 31;
/** One of twenty checks of a daily monitor with one false alarm in 30 days. */
const LEVEL = 1 / 600;
const COLUMNS = ['hour', 'distance', 'late'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

interface JudgedDay {
  readonly weekday: number;
  readonly value: number;
  readonly bound: number;
  readonly isAlarmed: boolean;
}

export interface FlightTables {
  readonly alarms: string;
  readonly weekdays: string;
}

/** Three million real flights: January is the baseline, the days of February and March are judged,
 *  once as if rows were all that varies and once with what January's days taught. */
export async function flightTables(): Promise<FlightTables> {
  const days = (await readFlightDays()).map(({ profile }, day) => ({
    startMs: START_MS + day * DAY_MS,
    profile,
  }));
  const judged = (column: string, learns: boolean) => judgeDays(days, column, learns);
  const shareAlarmed = (list: readonly JudgedDay[]) =>
    percent(list.filter(({ isAlarmed }) => isAlarmed).length / list.length);
  const alarms = COLUMNS.map((column) => [
    `\`${column}\``,
    shareAlarmed(judged(column, false)),
    shareAlarmed(judged(column, true)),
  ]);
  const miles = judged('distance', true);
  const rowsAlone = judged('distance', false);
  const weekdays = WEEKDAYS.map((name, weekday) => {
    const own = (list: readonly JudgedDay[]) => list.filter((day) => day.weekday === weekday);
    return [
      name,
      short(middle(own(miles).map(({ value }) => value))),
      short(middle(own(rowsAlone).map(({ bound }) => bound))),
      short(middle(own(miles).map(({ bound }) => bound))),
    ];
  });
  return {
    alarms: writeTable([
      ['Column', 'Days alarmed if rows were all that varies', 'Days alarmed by Leeway'],
      ...alarms,
    ]),
    weekdays: writeTable([
      [
        'Day',
        'Typical distance of `distance` from January',
        'Bound if rows were all',
        'Bound in use',
      ],
      ...weekdays,
    ]),
  };
}

function judgeDays(
  days: readonly DayProfile[],
  column: string,
  learns: boolean,
): readonly JudgedDay[] {
  const check = checkOn(column, learns);
  const monitor = monitorOf([check], LEVEL);
  const before = days.slice(0, JANUARY);
  const baseline = before.map(({ profile }) => profile).reduce(mergeWindowProfiles);
  const windows = before.map(({ startMs, profile }) => ({
    window: { startMs, endMs: startMs + DAY_MS },
    profile,
  }));
  const sizes = { rows: baseline.rows, sourceRows: baseline.rows };
  const learnt = baselineHistory(sizes, [check], { windows, remainder: null }, 'UTC');
  return days.slice(JANUARY, BEFORE_SUMMER_TIME).map(({ startMs, profile }) => {
    const [result] = measureChecks({
      monitor,
      window: profile,
      baseline,
      seasonPhase: seasonPhase(startMs, 'UTC'),
      history: (checkId) => (learns ? (learnt.get(checkId) ?? []) : []),
    });
    if (result?.value == null) throw new Error(`${column} gave no value.`);
    return {
      weekday: (new Date(startMs).getUTCDay() + 6) % 7,
      value: result.value,
      bound: result.warning ?? Number.NaN,
      isAlarmed: isBad(result.verdict),
    };
  });
}

const checkOn = (column: string, learns: boolean): Check => ({
  checkId: column,
  metric: 'population_stability_index',
  column,
  parameters: {},
  threshold: {
    strategy: 'calibrated',
    warningEffect: 0.1,
    criticalEffect: 0.3,
    side: 'above',
    ...(learns ? {} : { independentRows: true }),
  },
  weight: 1,
});

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
