import { parseTime } from '../prediction/parse-time.ts';
import type { TimeSpan } from './table-guess.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of the rows: enough to learn from, and enough left to look at. */
const BASELINE_SHARE = 0.6;
const LEAST_SHARE = 0.2;
const READABLE_SHARE = 0.95;
/** Milliseconds since 1970 of years that records reach back to; smaller numbers are seconds, counts
 *  or prices. */
const EARLIEST_NUMBER = Date.UTC(1975, 0, 1);
const LATEST_NUMBER = Date.UTC(2100, 0, 1);

/** When rows happened by the values of one column; null where they are no moments. */
export function timeSpanOf(values: readonly unknown[]): TimeSpan | null {
  const times: number[] = [];
  let present = 0;
  for (const value of values) {
    if (value === null || value === undefined || value === '') continue;
    present += 1;
    const timeMs = momentOf(value);
    if (timeMs !== null) times.push(timeMs);
  }
  if (times.length === 0 || times.length < READABLE_SHARE * present) return null;
  times.sort((a, b) => a - b);
  const firstMs = times[0] ?? 0;
  const lastMs = times.at(-1) ?? 0;
  return { firstMs, lastMs, splitMs: splitOf(times, firstMs, lastMs) };
}

function momentOf(value: unknown): number | null {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string' && !/^\d+$/.test(value.trim())) return parseTime(value.trim());
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number') return null;
  return number >= EARLIEST_NUMBER && number < LATEST_NUMBER ? number : null;
}

/** The start of a day or an hour where one leaves enough on both sides, else any moment. */
function splitOf(times: readonly number[], firstMs: number, lastMs: number): number {
  const wanted = times[Math.floor(times.length * BASELINE_SHARE)] ?? lastMs;
  for (const grain of [DAY_MS, HOUR_MS]) {
    for (const candidate of [wanted - (wanted % grain), wanted - (wanted % grain) + grain]) {
      const before = times.findIndex((timeMs) => timeMs >= candidate) / times.length;
      if (candidate > firstMs && before >= LEAST_SHARE && before <= 1 - LEAST_SHARE) {
        return candidate;
      }
    }
  }
  return wanted;
}
