import { isMidnight } from './time.ts';

/** A window as addresses and the server have it: `start/end`. */
export const formatInterval = (startMs: number, endMs: number): string =>
  `${isoOf(startMs)}/${isoOf(endMs)}`;

/** Without what is always nought. */
const isoOf = (ms: number) => new Date(ms).toISOString().replace(/(:00)?\.000Z$/, 'Z');

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long a window is by the calendar: days around summer time are days like all others. */
export function nominalLength(startMs: number, endMs: number, timeZone: string): number {
  const isOfDays = isMidnight(startMs, timeZone) && isMidnight(endMs, timeZone);
  return isOfDays ? Math.round((endMs - startMs) / DAY_MS) * DAY_MS : endMs - startMs;
}

/** A window as much later. One of whole local days stays one, also where summer time makes a day of
 *  23 or 25 hours; a shorter one is moved by its length. */
export function shiftedInterval(
  startMs: number,
  endMs: number,
  byMs: number,
  timeZone: string,
): string {
  const shift = (ms: number) => {
    const local = Date.parse(`${toLocalField(ms, timeZone)}Z`);
    const there = new Date(local + byMs).toISOString().slice(0, 16);
    return fromLocalField(there, timeZone) ?? ms + byMs;
  };
  return byMs % DAY_MS === 0
    ? formatInterval(shift(startMs), shift(endMs))
    : formatInterval(startMs + byMs, endMs + byMs);
}

/** How far a local clock is ahead of UTC. */
function offsetMs(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  return shown - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

/** What a field for date and time shows in a zone: `2026-06-01T08:00`. */
export const toLocalField = (ms: number, timeZone: string): string =>
  new Date(ms + offsetMs(ms, timeZone)).toISOString().slice(0, 16);

/** The moment that such a field means; null where it means none. */
export function fromLocalField(text: string, timeZone: string): number | null {
  const shown = Date.parse(`${text}Z`);
  if (Number.isNaN(shown)) return null;
  // The offset is that of the moment itself, which is found by going there once.
  const near = shown - offsetMs(shown, timeZone);
  return shown - offsetMs(near, timeZone);
}
