import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { count, dayTable, type RealDay, type Tally } from './day-table.ts';

const DAY_MS = 86_400_000;
const COLUMNS = ['date', 'delay', 'distance', 'origin'];

interface FlightDay {
  readonly distance: Tally<number>;
  readonly delay: Tally<number>;
  readonly hour: Tally<number>;
  readonly origin: Tally<string>;
}

/** Three million flights within the United States, January to June 2001, by day of departure. */
export async function readFlightDays(): Promise<readonly RealDay[]> {
  const { resolve } = createRequire(import.meta.url);
  const path = join(dirname(resolve('vega-datasets')), '../data/flights-3m.parquet');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const days = new Map<number, FlightDay>();
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const columns = new Map<string, ArrayLike<unknown>>();
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: COLUMNS,
      rowStart,
      rowEnd,
      onChunk({ columnName, columnData }) {
        columns.set(columnName, columnData);
      },
    });
    countFlights(days, columns);
    rowStart = rowEnd;
  }
  const inOrder = [...days].sort(([a], [b]) => a - b);
  const column = <Name extends keyof FlightDay>(name: Name) =>
    inOrder.map(([, day]): FlightDay[Name] => day[name]);
  return dayTable(
    [
      { name: 'distance', kind: 'numeric', days: column('distance') },
      { name: 'delay', kind: 'numeric', days: column('delay') },
      { name: 'hour', kind: 'categorical', days: column('hour').map(nameHours) },
      { name: 'origin', kind: 'categorical', days: column('origin') },
      { name: 'late', kind: 'categorical', days: column('delay').map(countLate) },
    ],
    // Day 0 was a Thursday.
    inOrder.map(([day]) => (day + 3) % 7),
  );
}

/** By number while three million are counted: texts take longer to look up. */
const nameHours = (hours: Tally<number>): Tally<string> =>
  new Map([...hours].map(([hour, flights]) => [String(hour), flights]));

function countLate(delays: Tally<number>): Tally<string> {
  const tally: Tally<string> = new Map();
  for (const [minutes, flights] of delays) {
    count(tally, minutes >= 15 ? 'late' : 'in time', flights);
  }
  return tally;
}

function countFlights(
  days: Map<number, FlightDay>,
  columns: ReadonlyMap<string, ArrayLike<unknown>>,
): void {
  const [dates, delays, distances, origins] = COLUMNS.map((name) => columns.get(name) ?? []);
  for (let row = 0; row < (dates?.length ?? 0); row += 1) {
    const date = dates?.[row];
    if (!(date instanceof Date)) throw new Error(`Row ${row} of the flights has no date.`);
    const number = Math.floor(date.getTime() / DAY_MS);
    const day = days.get(number) ?? noFlights();
    days.set(number, day);
    count(day.distance, Number(distances?.[row]));
    count(day.delay, Number(delays?.[row]));
    count(day.hour, date.getUTCHours());
    count(day.origin, String(origins?.[row]));
  }
}

const noFlights = (): FlightDay => ({
  distance: new Map(),
  delay: new Map(),
  hour: new Map(),
  origin: new Map(),
});
