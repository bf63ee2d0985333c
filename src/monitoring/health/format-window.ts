/** Local days around a change of summer time. */
const SHORTEST_DAY_MS = 23 * 3_600_000;
const LONGEST_DAY_MS = 25 * 3_600_000;

/** "14 Mar" or "14 Mar 10:00–11:00", local to the model; with the year where it is not this one. */
export function formatWindow(
  startMs: number,
  endMs: number,
  timeZone: string,
  nowMs: number,
): string {
  const yearOf = (ms: number) => format(ms, timeZone, { year: 'numeric' });
  const year = yearOf(startMs) === yearOf(nowMs) ? {} : ({ year: 'numeric' } as const);
  const day = format(startMs, timeZone, { day: 'numeric', month: 'short', ...year });
  const lengthMs = endMs - startMs;
  if (lengthMs >= SHORTEST_DAY_MS) {
    if (lengthMs <= LONGEST_DAY_MS) return day;
    const last = format(endMs - 1, timeZone, { day: 'numeric', month: 'short', ...year });
    return `${day} – ${last}`;
  }
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return `${day} ${format(startMs, timeZone, clock)}–${format(endMs, timeZone, clock)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes a hundred times as long as using it. */
function format(ms: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${Object.entries(options).join()}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
    formats.set(key, known);
  }
  return known.format(ms);
}
