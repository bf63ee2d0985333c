import type { DigestDelivery } from '../route/route.ts';
import type { Calendar } from '../silence/silence.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far is looked back, in steps: a pattern of minutes is found in the first, one of years in
 *  the last, and neither takes more than a few dozen questions to the calendar. */
const STEPS_MS = [HOUR_MS, DAY_MS, 8 * DAY_MS, 32 * DAY_MS, 367 * DAY_MS];

/** The last time that a digest was due, after one moment and up to another. Where a server was down
 *  over several, they are one: the last. */
export function latestSlotMs(
  delivery: Pick<DigestDelivery, 'cron' | 'timeZone'>,
  afterMs: number,
  untilMs: number,
  calendar: Calendar,
): number | null {
  for (const backMs of STEPS_MS) {
    const fromMs = Math.max(afterMs, untilMs - backMs);
    let slotMs = calendar.nextStartMs(delivery, fromMs);
    if (slotMs === null) return null;
    if (slotMs > untilMs) {
      if (fromMs === afterMs) return null;
      continue;
    }
    for (;;) {
      const next = calendar.nextStartMs(delivery, slotMs);
      if (next === null || next > untilMs) return slotMs;
      slotMs = next;
    }
  }
  return null;
}
