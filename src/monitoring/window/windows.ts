import type { Cadence, Window } from './window.ts';
import { offsetSpans, zoneOffsetMs } from './zone-offset.ts';

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What a window of a cadence usually lasts; a local day may be an hour shorter or longer. */
export const CADENCE_MS: Readonly<Record<Cadence, number>> = {
  '5m': FIVE_MINUTES_MS,
  '1h': HOUR_MS,
  '1d': DAY_MS,
};

/** The window of a cadence that holds an instant.
 *  Five minutes are counted in UTC: every offset in use since 1972 is a multiple of them.
 *  Hours begin when a local clock shows a full hour, so at :30 or :45 UTC where the zone is so;
 *  an hour that is lived twice is two windows.
 *  Days begin with the first instant of a local date, be that midnight or not. */
export function windowContaining(instantMs: number, cadence: Cadence, timeZone: string): Window {
  if (cadence === '1d') return dayContaining(instantMs, timeZone);
  if (cadence === '1h') return hourContaining(instantMs, timeZone);
  const startMs = Math.floor(instantMs / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
  return { startMs, endMs: startMs + FIVE_MINUTES_MS };
}

export function nextWindow(window: Window, cadence: Cadence, timeZone: string): Window {
  return windowContaining(window.endMs, cadence, timeZone);
}

export function previousWindow(window: Window, cadence: Cadence, timeZone: string): Window {
  return windowContaining(window.startMs - 1, cadence, timeZone);
}

/** Windows that begin at or after `fromMs` and end at or before `toMs`, oldest first; at most
 *  `limit` of them. */
export function windowsBetween(
  fromMs: number,
  toMs: number,
  cadence: Cadence,
  timeZone: string,
  limit = Number.POSITIVE_INFINITY,
): Window[] {
  const windows: Window[] = [];
  let window = windowContaining(fromMs, cadence, timeZone);
  if (window.startMs < fromMs) window = nextWindow(window, cadence, timeZone);
  while (window.endMs <= toMs && windows.length < limit) {
    windows.push(window);
    window = nextWindow(window, cadence, timeZone);
  }
  return windows;
}

/** Where the `count` last windows begin that ended by an instant. */
export function startOfLastWindows(
  count: number,
  untilMs: number,
  cadence: Cadence,
  timeZone: string,
): number {
  let { startMs } = windowContaining(untilMs, cadence, timeZone);
  for (let i = 0; i < count; i++) {
    startMs = windowContaining(startMs - 1, cadence, timeZone).startMs;
  }
  return startMs;
}

/** A clock set back over midnight (St. John's, until 2011) shows one date twice: the later date
 *  has begun with its first instant and does not end again. */
function dayContaining(instantMs: number, timeZone: string): Window {
  let day = Math.floor((instantMs + zoneOffsetMs(instantMs, timeZone)) / DAY_MS);
  while (startOfDay(day + 1, timeZone) <= instantMs) day++;
  const startMs = startOfDay(day, timeZone);
  let endMs = startOfDay(day + 1, timeZone);
  // A date that a zone left out (Samoa, 30 December 2011) begins and ends at one instant.
  for (let next = day + 2; endMs <= instantMs; next++) endMs = startOfDay(next, timeZone);
  return { startMs, endMs };
}

/** The first instant whose local date is `day` (counted from 1970) or later. */
function startOfDay(day: number, timeZone: string): number {
  const midnight = day * DAY_MS;
  // Offsets lie between -12 and +14 hours, and between -16 and +16 before 1900.
  for (const span of offsetSpans(midnight - 17 * HOUR_MS, midnight + 17 * HOUR_MS, timeZone)) {
    const instantMs = Math.max(span.fromMs, midnight - span.offsetMs);
    if (instantMs < span.toMs) return instantMs;
  }
  throw new RangeError(`The local day ${day} does not begin in ${timeZone}.`);
}

function hourContaining(instantMs: number, timeZone: string): Window {
  return { startMs: startOfHour(instantMs, timeZone), endMs: endOfHour(instantMs, timeZone) };
}

/** Local hours since 1970 that the clock shows at an instant, with its fraction. */
const shownHour = (instantMs: number, offsetMs: number): number => (instantMs + offsetMs) / HOUR_MS;

function startOfHour(instantMs: number, timeZone: string): number {
  const offsetMs = zoneOffsetMs(instantMs, timeZone);
  const startMs = Math.floor(shownHour(instantMs, offsetMs)) * HOUR_MS - offsetMs;
  const span = offsetSpans(startMs, instantMs + 1, timeZone).at(-1);
  if (span === undefined || span.fromMs <= startMs) return startMs;
  return goesOn(span.fromMs, timeZone) ? startOfHour(span.fromMs - 1, timeZone) : span.fromMs;
}

function endOfHour(instantMs: number, timeZone: string): number {
  const offsetMs = zoneOffsetMs(instantMs, timeZone);
  const endMs = (Math.floor(shownHour(instantMs, offsetMs)) + 1) * HOUR_MS - offsetMs;
  const span = offsetSpans(instantMs, endMs + 1, timeZone)[0];
  if (span === undefined || span.toMs > endMs) return endMs;
  return goesOn(span.toMs, timeZone) ? endOfHour(span.toMs, timeZone) : span.toMs;
}

/** Whether a change of offset leaves the clock within the hour it showed (Lord Howe turns by
 *  half an hour). */
function goesOn(changeMs: number, timeZone: string): boolean {
  const before = shownHour(changeMs - 1, zoneOffsetMs(changeMs - 1, timeZone));
  const after = shownHour(changeMs, zoneOffsetMs(changeMs, timeZone));
  return Math.floor(before) === Math.floor(after) && !Number.isInteger(after);
}
