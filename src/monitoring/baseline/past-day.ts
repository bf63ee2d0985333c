import { median } from '../../stats/summary/median.ts';
import type { Window } from '../window/window.ts';

/** What is known of a local day of a model's past. */
export interface PastDay {
  readonly window: Window;
  readonly rows: number;
  /** The worst that fired in it. */
  readonly alert: { readonly severity: 'warning' | 'critical'; readonly what: string } | null;
  /** Why the baseline in use was made without it; null where it was not left out. */
  readonly excluded: string | null;
  /** Share of its rows whose label has come; null where there are none to come. */
  readonly coverage: number | null;
}

/** Less than this part of the usual rows, or more than that many times as many, is not a usual day. */
const FEWEST = 0.5;
const MOST = 2;
/** So many days of the same weekday say what is usual on it. */
const SAME_WEEKDAYS = 3;
const WEEK = 7;

/** Rows that are usual on each of consecutive days: the median of its weekday, or of all days where
 *  there are few. Days without rows say nothing. */
export function usualRows(days: readonly Pick<PastDay, 'rows'>[]): number[] {
  const all = median(days.map((day) => day.rows).filter((rows) => rows > 0));
  const byWeekday = Array.from({ length: WEEK }, (_, weekday) => {
    const rows = days.filter((day, index) => index % WEEK === weekday && day.rows > 0);
    return rows.length < SAME_WEEKDAYS ? all : median(rows.map((day) => day.rows));
  });
  return days.map((_, index) => byWeekday[index % WEEK] ?? all);
}

/** What speaks against taking a day for normal; null where nothing does. */
export function objectionTo(day: PastDay, usual: number): string | null {
  if (day.excluded !== null)
    return `left out of the baseline in use: ${day.excluded || 'no reason given'}`;
  if (day.rows === 0) return 'no predictions';
  if (day.alert !== null) return `${day.alert.severity} alert: ${day.alert.what}`;
  if (day.rows < FEWEST * usual) return 'far fewer predictions than usual';
  return day.rows > MOST * usual ? 'far more predictions than usual' : null;
}
