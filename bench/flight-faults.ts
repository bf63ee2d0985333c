import { DAY_MS, hourOf } from '../examples/flights/flight.mjs';
import { type Flights, flightsFile, readFlights } from '../examples/flights/read-flights.mjs';
import { buildNumericGrid } from '../src/monitoring/baseline/build-grid.ts';
import { type DayProfile, windowProfile } from './alarms/dependent/day-profiles.ts';
import { isBad, watch } from './alarms/dependent/watch.ts';
import { segmentMonitor } from './alarms/gross-shifts.ts';
import { count, countDay, type Tally } from './alarms/real/day-table.ts';

const START_MS = Date.UTC(2001, 0, 1);
const DAYS = 181;
const JANUARY = 31;
const AIRPORTS = 20;
/** The population stability index takes so many. */
const LEAST_ROWS = 200;
const KILOMETRES_PER_MILE = 1.609344;
const MISSING_SHARE = 0.3;

interface FaultyColumn {
  readonly column: 'distance' | 'hour';
  readValue(flights: Flights, at: number): number;
  /** What a day would be with the fault of the demo. */
  break(day: Tally<number>): { readonly day: Tally<number>; readonly missing: number };
}

const COLUMNS: readonly FaultyColumn[] = [
  {
    column: 'distance',
    readValue: (flights, at) => flights.distanceMiles[at] ?? 0,
    break(day) {
      const inKilometres: Tally<number> = new Map();
      for (const [miles, rows] of day) {
        count(inKilometres, Math.round(miles * KILOMETRES_PER_MILE), rows);
      }
      return { day: inKilometres, missing: 0 };
    },
  },
  {
    column: 'hour',
    readValue: (flights, at) => hourOf(flights.departedAtMs[at] ?? 0),
    break(day) {
      const kept = new Map([...day].map(([hour, rows]) => [hour, rows * (1 - MISSING_SHARE)]));
      const all = [...day.values()].reduce((sum, rows) => sum + rows, 0);
      return { day: kept, missing: all * MISSING_SHARE };
    },
  },
];

/** Both faults of the demo at each of the largest airports on each day, and each day without one,
 *  judged by the default check of a segment after January: what the demo shows at two airports. */
export async function benchFlightFaults() {
  const flights = await readFlights(flightsFile());
  const results = COLUMNS.map(({ column, readValue, break: breakDay }) => {
    let [days, found, alarms] = [0, 0, 0];
    const missed: string[] = [];
    for (const [airport, tallies] of tallyByAirport(flights, readValue)) {
      const january = tallies.slice(0, JANUARY).flatMap((day) => [...day]);
      const grid = buildNumericGrid(
        january.map(([value]) => value),
        january.map(([, rows]) => rows),
      );
      const place = (day: number, tally: Tally<number>, missing = 0): DayProfile => ({
        startMs: START_MS + day * DAY_MS,
        profile: windowProfile([countDay(grid, tally, missing)], null),
      });
      const before = tallies.slice(0, JANUARY).map((tally, day) => place(day, tally));
      const watched = watch(segmentMonitor(), before);
      const isAlarmed = (day: DayProfile) =>
        watched.judge(day).some(({ verdict }) => isBad(verdict));
      for (let day = JANUARY; day < DAYS; day += 1) {
        const tally: Tally<number> = tallies[day] ?? new Map();
        const real = place(day, tally);
        if (real.profile.rows < LEAST_ROWS) continue;
        const broken = breakDay(tally);
        days += 1;
        if (isAlarmed(real)) alarms += 1;
        if (isAlarmed(place(day, broken.day, broken.missing))) found += 1;
        else missed.push(`${airport} ${new Date(real.startMs).toISOString().slice(0, 10)}`);
      }
    }
    return { column, days, found: found / days, missed, alarmsWithoutFault: alarms };
  });
  return { airports: AIRPORTS, results };
}

function tallyByAirport(
  flights: Flights,
  readValue: FaultyColumn['readValue'],
): [airport: string, days: Tally<number>[]][] {
  const rows = new Map<number, number>();
  const tallies = new Map<number, Tally<number>[]>();
  for (let at = 0; at < flights.count; at += 1) {
    const day = Math.floor(((flights.departedAtMs[at] ?? 0) - START_MS) / DAY_MS);
    if (day < 0 || day >= DAYS) continue;
    const origin = flights.origin[at] ?? 0;
    if (day < JANUARY) rows.set(origin, (rows.get(origin) ?? 0) + 1);
    const own = tallies.get(origin) ?? Array.from({ length: DAYS }, () => new Map());
    tallies.set(origin, own);
    count(own[day] as Tally<number>, readValue(flights, at));
  }
  return [...rows]
    .sort(([, a], [, b]) => b - a)
    .slice(0, AIRPORTS)
    .map(([origin]) => [flights.airports[origin] ?? '', tallies.get(origin) ?? []]);
}
