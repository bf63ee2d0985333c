import { MAXIMUM_ID_LENGTH } from '../../contract/prediction.ts';
import { parseTime } from '../../monitoring/prediction/parse-time.ts';
import { Refusal, refuseField } from './refusal.ts';

export type Row = Readonly<Record<string, unknown>>;

export const FUTURE_LIMIT_MS = 24 * 3_600_000;
export const EARLY_AFTER_MS = 5 * 60_000;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Many systems number their predictions. */
export function readId(field: string, value: unknown): string | Refusal {
  if (typeof value === 'string' && value.length > 0 && value.length <= MAXIMUM_ID_LENGTH) {
    return value;
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return refuseField(field, `a text of 1 to ${MAXIMUM_ID_LENGTH} characters or a whole number`);
}

export function readText(field: string, value: unknown): string | Refusal {
  if (typeof value === 'string' && value.length <= MAXIMUM_ID_LENGTH) return value;
  return refuseField(field, `a text of at most ${MAXIMUM_ID_LENGTH} characters`);
}

export function readTextOrNumber(field: string, value: unknown): string | Refusal {
  return typeof value === 'number' ? String(value) : readText(field, value);
}

/** Times before 1970 do not fit the table, and are a mistake more often than history. */
export function readPastTime(field: string, value: unknown, nowMs: number): number | Refusal {
  const timeMs = parseTime(value);
  if (timeMs === null) return refuseField(field, 'a time of ISO 8601 or in epoch milliseconds');
  if (timeMs < 0) return refuseField(field, '1970 or later');
  if (typeof value === 'number' && looksLikeSeconds(value)) {
    return refuseField(field, 'in milliseconds since 1970, not in seconds');
  }
  if (timeMs > nowMs + FUTURE_LIMIT_MS) {
    return new Refusal('time_in_future', `${field} is more than 24 hours ahead of the server`);
  }
  return timeMs;
}

/** Seconds from 1985 to 2128, which would be the first weeks of 1970: nobody's predictions are of
 *  then, and it is the commonest mistake there is. */
const looksLikeSeconds = (value: number): boolean => value >= 5e8 && value < 5e9;

/** A number, or null where the sender says that there is none. */
export function readNumber(field: string, value: unknown): number | null | Refusal {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || value === 'NaN' || value === 'Infinity' || value === '-Infinity') {
    return null;
  }
  return refuseField(field, 'a number');
}
