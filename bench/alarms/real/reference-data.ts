import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { count, dayTable, type RealDay, type Tally } from './day-table.ts';

const folder = fileURLToPath(new URL('../../../../shared/reference/data/', import.meta.url));

export const hasReferenceData = (): boolean => existsSync(folder);

type Row = Readonly<Record<string, string>>;

function readRows(name: string): Row[] {
  const bytes = readFileSync(`${folder}${name}`);
  return parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
}

/** Half-hourly prices and demand of electricity in New South Wales: 48 rows a day. */
export function readElectricityDays(): readonly RealDay[] {
  const days: Row[][] = [];
  for (const row of readRows('streams/elec2.csv.gz')) {
    // Dates are scaled, but each day begins at period 0.
    if (Number(row['period']) === 0) days.push([]);
    days.at(-1)?.push(row);
  }
  const whole = days.filter((rows) => rows.length === 48);
  const numbers = (name: string) => ({
    name,
    kind: 'numeric' as const,
    days: whole.map((rows) => tallyOf(rows, (row) => Number(row[name]))),
  });
  return dayTable(
    ['nswprice', 'nswdemand'].map(numbers),
    // 1 = Monday there.
    whole.map((rows) => (Number(rows[0]?.['day']) + 6) % 7),
  );
}

/** Fewer hours with a hire, and the hiring stood still for six or more. A quiet night lacks two. */
const OPEN_HOURS = 19;

/** Bicycles hired in Washington: a row a hire, of which the hours are known. Days on which the hiring
 *  stood still are left out, as are days of electricity with periods missing: who watches the hours of
 *  hires has to be told of them. */
export function readBicycleDays(): readonly RealDay[] {
  const days = new Map<string, Row[]>();
  for (const row of readRows('tabular/bike_sharing_hour.csv')) {
    const key = row['dteday'] ?? '';
    const rows = days.get(key) ?? [];
    rows.push(row);
    days.set(key, rows);
  }
  const all = [...days.values()].filter((rows) => rows.length >= OPEN_HOURS);
  const hires = (row: Row) => Number(row['cnt']);
  const customers = (rows: readonly Row[]) => {
    const tally: Tally<string> = new Map();
    for (const row of rows) {
      count(tally, 'casual', Number(row['casual']));
      count(tally, 'registered', Number(row['registered']));
    }
    return tally;
  };
  return dayTable(
    [
      {
        name: 'hour',
        kind: 'categorical',
        days: all.map((rows) => tallyOf(rows, (row) => row['hr'] ?? '', hires)),
      },
      { name: 'customer', kind: 'categorical', days: all.map(customers) },
      {
        name: 'wind',
        kind: 'numeric',
        days: all.map((rows) => tallyOf(rows, (row) => Number(row['windspeed']), hires)),
      },
    ],
    // 0 = Sunday there.
    all.map((rows) => (Number(rows[0]?.['weekday']) + 6) % 7),
  );
}

function tallyOf<T>(
  rows: readonly Row[],
  read: (row: Row) => T,
  rowsOf: (row: Row) => number = () => 1,
): Tally<T> {
  const tally: Tally<T> = new Map();
  for (const row of rows) count(tally, read(row), rowsOf(row));
  return tally;
}
