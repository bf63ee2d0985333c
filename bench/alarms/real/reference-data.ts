import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { dayTable, type RealDay } from './day-table.ts';

const folder = fileURLToPath(new URL('../../../../shared/reference/data/', import.meta.url));

export const hasReferenceData = (): boolean => existsSync(folder);

type Row = Readonly<Record<string, string>>;

function readRows(name: string): Row[] {
  const bytes = readFileSync(`${folder}${name}`);
  return parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
}

/** Half-hourly prices and demand of electricity in New South Wales: 48 rows a day. */
export function readElectricityDays(): readonly RealDay[] {
  const days = new Map<string, Row[]>();
  let date = '';
  let count = 0;
  for (const row of readRows('streams/elec2.csv.gz')) {
    // Periods run from 0 to 1 within a day; dates are scaled, but a new day starts a new period.
    if (Number(row['period']) === 0) {
      count += 1;
      date = String(count);
    }
    const rows = days.get(date) ?? [];
    rows.push(row);
    days.set(date, rows);
  }
  const whole = [...days.values()].filter((rows) => rows.length === 48);
  const numbers = (name: string) => ({
    name,
    kind: 'numeric' as const,
    days: whole.map((rows) => rows.map((row) => Number(row[name]))),
  });
  return dayTable(
    ['nswprice', 'nswdemand', 'vicprice', 'vicdemand', 'transfer'].map(numbers),
    whole.map((rows) => (Number(rows[0]?.['day']) + 6) % 7),
  );
}

/** Bicycles hired in Washington: a row a hire, of which the hours are known. */
export function readBicycleDays(): readonly RealDay[] {
  const days = new Map<string, Row[]>();
  for (const row of readRows('tabular/bike_sharing_hour.csv')) {
    const key = row['dteday'] ?? '';
    const rows = days.get(key) ?? [];
    rows.push(row);
    days.set(key, rows);
  }
  const all = [...days.values()];
  const hires = (rows: readonly Row[], value: (row: Row) => string) =>
    rows.flatMap((row) => new Array<string>(Number(row['cnt'])).fill(value(row)));
  return dayTable(
    [
      {
        name: 'hour',
        kind: 'categorical',
        days: all.map((rows) => hires(rows, (row) => row['hr'] ?? '')),
      },
      {
        name: 'customer',
        kind: 'categorical',
        days: all.map((rows) =>
          rows.flatMap((row) => [
            ...new Array<string>(Number(row['casual'])).fill('casual'),
            ...new Array<string>(Number(row['registered'])).fill('registered'),
          ]),
        ),
      },
      {
        name: 'wind',
        kind: 'numeric',
        days: all.map((rows) => hires(rows, (row) => row['windspeed'] ?? '').map(Number)),
      },
    ],
    // 0 = Sunday there.
    all.map((rows) => (Number(rows[0]?.['weekday']) + 6) % 7),
  );
}
