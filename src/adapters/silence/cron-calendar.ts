import { Cron } from 'croner';
import type { Calendar } from '../../monitoring/silence/silence.ts';

const MOST_KEPT = 500;

/** Five fields of cron, in a time zone. A start that the clock skips in spring is made up for at
 *  the moment of the change; one that it passes twice in autumn counts the first time. */
export function createCronCalendar(): Calendar {
  const kept = new Map<string, Cron>();
  return {
    nextStartMs({ cron, timeZone }, afterMs) {
      const key = `${timeZone} ${cron}`;
      let pattern = kept.get(key);
      if (pattern === undefined) {
        pattern = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
        if (kept.size >= MOST_KEPT) kept.clear();
        kept.set(key, pattern);
      }
      return pattern.nextRun(new Date(afterMs))?.getTime() ?? null;
    },
  };
}

/** What is wrong with a pattern, in words; null where it is sound and happens. */
export function faultOfCron(cron: string, timeZone: string, fromMs: number): string | null {
  try {
    const nextMs = createCronCalendar().nextStartMs({ cron, timeZone }, fromMs);
    return nextMs === null ? `The pattern ${cron} never happens.` : null;
  } catch (error) {
    return `The pattern ${cron} cannot be read: ${error instanceof Error ? error.message : ''}`;
  }
}

export const cronCalendar: Calendar = createCronCalendar();
