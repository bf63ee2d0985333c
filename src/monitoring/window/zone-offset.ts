/** A stretch of time during which a zone keeps one distance from UTC. */
export interface OffsetSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

const DAY_MS = 86_400_000;
/** No zone keeps an offset for less than this (Morocco's pause of summer time is the shortest). */
const PROBE_MS = 7 * DAY_MS;

const formats = new Map<string, Intl.DateTimeFormat>();
const years = new Map<string, readonly OffsetSpan[]>();

/** Local time minus UTC in a zone at an instant. */
export function zoneOffsetMs(instantMs: number, timeZone: string): number {
  const year = new Date(instantMs).getUTCFullYear();
  const span = spansOfYear(year, timeZone).find((one) => instantMs < one.toMs);
  return span?.offsetMs ?? askIntl(instantMs, timeZone);
}

/** The spans that cover `[fromMs, toMs)`, in order, cut to it. */
export function offsetSpans(fromMs: number, toMs: number, timeZone: string): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  const last = new Date(toMs).getUTCFullYear();
  for (let year = new Date(fromMs).getUTCFullYear(); year <= last; year++) {
    for (const span of spansOfYear(year, timeZone)) {
      const cut = {
        fromMs: Math.max(span.fromMs, fromMs),
        toMs: Math.min(span.toMs, toMs),
        offsetMs: span.offsetMs,
      };
      if (cut.fromMs >= cut.toMs) continue;
      const previous = spans.at(-1);
      if (previous?.offsetMs === cut.offsetMs) {
        spans[spans.length - 1] = { ...previous, toMs: cut.toMs };
      } else {
        spans.push(cut);
      }
    }
  }
  return spans;
}

export function isTimeZone(timeZone: string): boolean {
  try {
    formatFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

function spansOfYear(year: number, timeZone: string): readonly OffsetSpan[] {
  const key = `${timeZone} ${year}`;
  const known = years.get(key);
  if (known !== undefined) return known;
  const endMs = Date.UTC(year + 1, 0, 1);
  const spans: OffsetSpan[] = [];
  let fromMs = Date.UTC(year, 0, 1);
  let offsetMs = askIntl(fromMs, timeZone);
  for (let probeMs = fromMs; probeMs < endMs; ) {
    const nextMs = Math.min(probeMs + PROBE_MS, endMs);
    const next = askIntl(nextMs, timeZone);
    if (next !== offsetMs) {
      const changeMs = findChange(probeMs, nextMs, offsetMs, timeZone);
      spans.push({ fromMs, toMs: changeMs, offsetMs });
      fromMs = changeMs;
      offsetMs = askIntl(changeMs, timeZone);
      probeMs = changeMs;
    } else {
      probeMs = nextMs;
    }
  }
  if (fromMs < endMs) spans.push({ fromMs, toMs: endMs, offsetMs });
  years.set(key, spans);
  return spans;
}

/** The first instant in `(lowMs, highMs]` with another offset than `lowMs`, to the second. */
function findChange(lowMs: number, highMs: number, offsetMs: number, timeZone: string): number {
  let low = Math.floor(lowMs / 1000);
  let high = Math.ceil(highMs / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askIntl(middle * 1000, timeZone) === offsetMs) low = middle;
    else high = middle;
  }
  return high * 1000;
}

function askIntl(instantMs: number, timeZone: string): number {
  const text = formatFor(timeZone).format(instantMs);
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (match === null) throw new RangeError(`No offset can be read for the time zone ${timeZone}.`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return sign === '-' ? -size : size;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  return format;
}
