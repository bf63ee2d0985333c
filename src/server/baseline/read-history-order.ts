import type { ComparisonQuery, HistoryBaselineBody } from '../../contract/baseline-history.ts';
import type { TimeInput } from '../../contract/common.ts';
import type { ExcludedPeriod } from '../../monitoring/baseline/excluded-period.ts';
import { isInCalendar, parseTime } from '../../monitoring/prediction/parse-time.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { readInterval } from '../dashboard/read-interval.ts';
import { ApiError } from '../http/api-error.ts';

const DAY_MS = 86_400_000;
/** Of longer ago nobody says that it is normal now. */
const LONGEST_DAYS = 400;
const MOST_INTERVALS = 100;

function readMoment(value: TimeInput, where: string): number {
  const timeMs = parseTime(value);
  if (timeMs !== null && timeMs >= 0 && isInCalendar(timeMs)) return timeMs;
  throw new ApiError('invalid_request', {
    where,
    detail: 'must be ISO 8601 with a zone, or milliseconds since 1970',
  });
}

function readStretch(from: TimeInput, to: TimeInput, where: string): Window {
  const stretch = {
    startMs: readMoment(from, `${where}/from`),
    endMs: readMoment(to, `${where}/to`),
  };
  if (stretch.startMs >= stretch.endMs) throw new ApiError('bad_range', { where: `${where}/from` });
  return stretch;
}

/** The period and what is left out of it. */
export function readHistoryOrder(
  body: HistoryBaselineBody,
  nowMs: number,
): { readonly period: Window; readonly excluded: readonly ExcludedPeriod[] } {
  const period = readStretch(body.from, body.to, 'body');
  checkPeriod(period, nowMs, 'body');
  const excluded = (body.exclude ?? []).map(({ from, to, reason = '' }, index) => ({
    ...readStretch(from, to, `body/exclude/${index}`),
    reason: reason.trim(),
  }));
  return { period, excluded: [...excluded].sort((a, b) => a.startMs - b.startMs) };
}

export function checkPeriod(period: Window, nowMs: number, where: string): void {
  if (period.endMs > nowMs) {
    throw new ApiError('invalid_request', {
      where: `${where}/to`,
      detail: 'must not be later than now',
    });
  }
  if (period.endMs - period.startMs > LONGEST_DAYS * DAY_MS) {
    throw new ApiError('invalid_request', {
      where: `${where}/from`,
      detail: `must not be more than ${LONGEST_DAYS} days before the end`,
    });
  }
}

/** `start/end` between commas. */
export function readIntervals(value: string | undefined, name: string): Window[] {
  if (value === undefined || value === '') return [];
  const parts = value.split(',');
  if (parts.length > MOST_INTERVALS) {
    throw new ApiError('invalid_request', {
      where: `querystring/${name}`,
      detail: `must not have more than ${MOST_INTERVALS} parts`,
    });
  }
  return parts.flatMap((part) => readInterval(part, name) ?? []);
}

export type PeriodQuery = Pick<ComparisonQuery, 'from' | 'to' | 'exclude'>;
