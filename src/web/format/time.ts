const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const SHORT_DAY = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

/** Making a format takes a thousand times as long as using it. */
const formats = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>(
  [DAY, SHORT_DAY, CLOCK].map((options) => [options, new Map()]),
);

function formatOf(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const byZone = formats.get(options);
  const known = byZone?.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options });
  byZone?.set(timeZone, format);
  return format;
}

let zone: string | undefined;

/** Where the reader is. Asked once somebody shows it, since asking takes milliseconds. */
export function readersZone(): string {
  zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone;
}

const HOUR_MS = 3_600_000;
const LONGEST_DAY_MS = 25 * HOUR_MS;

export function formatDay(ms: number, timeZone: string): string {
  return formatOf(timeZone, DAY).format(ms);
}

export function formatShortDay(ms: number, timeZone: string): string {
  return formatOf(timeZone, SHORT_DAY).format(ms);
}

export function formatClock(ms: number, timeZone: string): string {
  return formatOf(timeZone, CLOCK).format(ms);
}

export function formatInstant(ms: number, timeZone: string): string {
  return `${formatDay(ms, timeZone)} ${formatClock(ms, timeZone)}`;
}

export const isMidnight = (ms: number, timeZone: string): boolean =>
  formatClock(ms, timeZone) === '00:00';

/** A window by its edges; a whole local day by its date alone. */
export function formatWindow(startMs: number, endMs: number, timeZone: string): string {
  const midnights = isMidnight(startMs, timeZone) && isMidnight(endMs, timeZone);
  const lengthMs = endMs - startMs;
  if (midnights && lengthMs <= LONGEST_DAY_MS) return formatDay(startMs, timeZone);
  if (midnights) return `${formatDay(startMs, timeZone)} – ${formatDay(endMs - 1, timeZone)}`;
  const end =
    lengthMs <= LONGEST_DAY_MS ? formatClock(endMs, timeZone) : formatInstant(endMs, timeZone);
  return `${formatInstant(startMs, timeZone)} – ${end}`;
}

/** Where a window begins, as short as can be. */
export function formatStart(startMs: number, timeZone: string): string {
  const day = formatShortDay(startMs, timeZone);
  return isMidnight(startMs, timeZone) ? day : `${day} ${formatClock(startMs, timeZone)}`;
}

/** The same window in UTC, for a title. */
export function utcWindow(startMs: number, endMs: number): string {
  const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}`;
  return `${iso(startMs)} – ${iso(endMs)} UTC`;
}

const STEPS = [
  ['min', 60_000, 90],
  ['h', HOUR_MS, 36],
  ['d', 24 * HOUR_MS, Number.POSITIVE_INFINITY],
] as const;

/** "12 min ago". */
export function formatAge(ms: number): string {
  if (ms < 60_000) return 'just now';
  for (const [unit, unitMs, most] of STEPS) {
    const many = Math.round(ms / unitMs);
    if (many < most) return `${many} ${unit} ago`;
  }
  return '';
}
