import { formatClock, formatDay, formatShortDay, isMidnight } from '../format/time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [0.25, 0.5, 1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS);
const STEPS_DAYS = [1, 2, 7, 14, 30, 61, 91, 182, 365];

export interface TimeTick {
  readonly ms: number;
  readonly label: string;
}

/** Ticks at whole local hours, or at local midnights, so that the axis agrees with the windows
 *  also where summer time makes a day of 23 or 25 hours. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  timeZone: string,
  atMost: number,
): TimeTick[] {
  const lengthMs = toMs - fromMs;
  const hours = STEPS_MS.find((step) => lengthMs / step <= atMost);
  const midnights = localMidnights(fromMs, toMs, timeZone);
  if (hours === undefined) {
    const days = STEPS_DAYS.find((step) => lengthMs / DAY_MS / step <= atMost) ?? 730;
    return midnights
      .filter((_, index) => index % days === 0)
      .map((ms, index) => ({
        ms,
        label: index === 0 ? formatDay(ms, timeZone) : formatShortDay(ms, timeZone),
      }));
  }
  const ticks: TimeTick[] = [];
  const starts = [fromMs - DAY_MS, ...midnights];
  for (const [index, start] of (midnights.length === 0 ? [fromMs] : starts).entries()) {
    const end = starts[index + 1] ?? toMs;
    const anchor = index === 0 && midnights[0] !== undefined ? midnights[0] - DAY_MS : start;
    for (let ms = anchor; ms < Math.min(end, toMs); ms += hours) {
      if (ms >= fromMs) ticks.push({ ms, label: labelOf(ms, timeZone) });
    }
  }
  return ticks;
}

function labelOf(ms: number, timeZone: string): string {
  return isMidnight(ms, timeZone) ? formatShortDay(ms, timeZone) : formatClock(ms, timeZone);
}

/** Found by looking at each day's hours: offsets change by at most an hour or so a day. */
function localMidnights(fromMs: number, toMs: number, timeZone: string): number[] {
  const midnights: number[] = [];
  const quarter = HOUR_MS / 4;
  let ms = Math.ceil(fromMs / quarter) * quarter;
  while (ms < toMs) {
    if (isMidnight(ms, timeZone)) {
      midnights.push(ms);
      ms += 22 * HOUR_MS;
    } else {
      ms += quarter;
    }
  }
  return midnights;
}
