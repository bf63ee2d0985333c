import { isInCalendar, parseTime } from '../../monitoring/prediction/parse-time.ts';
import { ApiError } from './api-error.ts';

/** A moment in a query string; null where it is left out. */
export function readTime(value: string | undefined, name: string): number | null {
  if (value === undefined) return null;
  const timeMs = parseTime(/^-?\d+$/.test(value) ? Number(value) : value);
  if (timeMs === null || !isInCalendar(timeMs)) {
    throw new ApiError('invalid_request', {
      where: `querystring/${name}`,
      detail: 'must be ISO-8601 or epoch milliseconds, before the year 10000',
    });
  }
  return timeMs;
}

/** Moments between which there is something; either end may be open. */
export function readRange(query: { readonly from?: string; readonly to?: string }) {
  const fromMs = readTime(query.from, 'from');
  const toMs = readTime(query.to, 'to');
  if (fromMs !== null && toMs !== null && fromMs >= toMs) {
    throw new ApiError('bad_range', { where: 'querystring/from' });
  }
  return { fromMs, toMs };
}
