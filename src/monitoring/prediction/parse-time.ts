/** Epoch milliseconds of a time on the wire: a number of milliseconds, or ISO-8601 with a date
 *  and, if it has one, a time; without an offset it is UTC, never the zone of some machine.
 *  Null for anything else. Hand-written because `Date.parse` reads zoneless times as local ones
 *  and accepts prose. */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : null;
  if (typeof value !== 'string') return null;
  const text = value;
  if (text.length < 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  // `Date.UTC` takes the years before 100 for years of the last century.
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const dateMs = Date.UTC(year, month - 1, day);
  if (text.length === 10) return dateMs;
  const separator = text.charCodeAt(10);
  if (separator !== UPPER_T && separator !== LOWER_T && separator !== SPACE) return null;
  const hour = digits(text, 11, 2);
  const minute = text.charCodeAt(13) === COLON ? digits(text, 14, 2) : -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return null;
  let at = 16;
  let second = 0;
  if (text.charCodeAt(at) === COLON) {
    second = digits(text, at + 1, 2);
    // 60 is a leap second; it counts as the first of the next minute.
    if (second < 0 || second > 60) return null;
    at += 3;
  }
  let fractionMs = 0;
  if (text.charCodeAt(at) === DOT) {
    let scale = 100;
    const start = ++at;
    for (let digit = digitAt(text, at); digit >= 0; digit = digitAt(text, at)) {
      fractionMs += digit * scale;
      // What is finer than a millisecond is cut off.
      scale = Math.trunc(scale / 10);
      at += 1;
    }
    if (at === start) return null;
  }
  const offsetMinutes = readOffset(text, at);
  if (offsetMinutes === null) return null;
  return dateMs + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1_000 + fractionMs;
}

const FIRST_MS = Date.parse('0100-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Whether a moment has an ISO-8601 form of four digits a year. Databases store others or not,
 *  each with ends of its own. */
export const isInCalendar = (timeMs: number) => timeMs >= FIRST_MS && timeMs <= LAST_MS;

const DASH = 45;
const PLUS = 43;
const DOT = 46;
const COLON = 58;
const SPACE = 32;
const UPPER_T = 84;
const LOWER_T = 116;
const UPPER_Z = 90;
const LOWER_Z = 122;

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57 ? code - 48 : -1;
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = digitAt(text, at);
    if (digit < 0) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Minutes east of UTC of what follows the time: nothing, Z, +hh, +hhmm or +hh:mm. */
function readOffset(text: string, at: number): number | null {
  if (at === text.length) return 0;
  const sign = text.charCodeAt(at);
  if (sign === UPPER_Z || sign === LOWER_Z) return at + 1 === text.length ? 0 : null;
  if (sign !== PLUS && sign !== DASH) return null;
  const hours = digits(text, at + 1, 2);
  const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
  const bare = text.length === at + 3;
  const minutes = bare ? 0 : digits(text, minutesAt, 2);
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return null;
  if (!bare && text.length !== minutesAt + 2) return null;
  return (sign === PLUS ? 1 : -1) * (hours * 60 + minutes);
}
