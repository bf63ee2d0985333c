import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { dayTable, type RealDay } from './day-table.ts';

const DAY_MS = 86_400_000;
const COLUMNS = ['date', 'delay', 'distance', 'origin'] as const;

/** Three million flights within the United States, January to June 2001. */
export async function readFlightDays(): Promise<readonly RealDay[]> {
  const { resolve } = createRequire(import.meta.url);
  const path = join(dirname(resolve('vega-datasets')), '../data/flights-3m.parquet');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const read = new Map<string, unknown[]>();
  await parquetRead({
    file,
    metadata,
    compressors,
    columns: [...COLUMNS],
    onChunk({ columnName, columnData, rowStart }) {
      const column = read.get(columnName) ?? [];
      for (let row = 0; row < columnData.length; row += 1) column[rowStart + row] = columnData[row];
      read.set(columnName, column);
    },
  });
  const dates = (read.get('date') ?? []) as Date[];
  const numbers = [...new Set(dates.map((date) => Math.floor(date.getTime() / DAY_MS)))].sort(
    (a, b) => a - b,
  );
  const place = new Map(numbers.map((day, index) => [day, index]));
  const distance: number[][] = numbers.map(() => []);
  const delay: number[][] = numbers.map(() => []);
  const hour: string[][] = numbers.map(() => []);
  const origin: string[][] = numbers.map(() => []);
  const late: string[][] = numbers.map(() => []);
  dates.forEach((date, row) => {
    const day = place.get(Math.floor(date.getTime() / DAY_MS)) ?? 0;
    const minutes = Number(read.get('delay')?.[row]);
    distance[day]?.push(Number(read.get('distance')?.[row]));
    delay[day]?.push(minutes);
    hour[day]?.push(String(date.getUTCHours()));
    origin[day]?.push(String(read.get('origin')?.[row]));
    late[day]?.push(minutes >= 15 ? 'late' : 'in time');
  });
  return dayTable(
    [
      { name: 'distance', kind: 'numeric', days: distance },
      { name: 'delay', kind: 'numeric', days: delay },
      { name: 'hour', kind: 'categorical', days: hour },
      { name: 'origin', kind: 'categorical', days: origin },
      { name: 'late', kind: 'categorical', days: late },
    ],
    // Day 0 was a Thursday.
    numbers.map((day) => (day + 3) % 7),
  );
}
