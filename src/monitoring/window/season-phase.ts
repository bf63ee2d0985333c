import { zoneOffsetMs } from './zone-offset.ts';

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
/** 1 January 1970 was a Thursday. */
const THURSDAY_HOURS = 72;

/** Hour of the local week, 0 = Monday 00:00. */
export function seasonPhase(instantMs: number, timeZone: string): number {
  const localHours = Math.floor((instantMs + zoneOffsetMs(instantMs, timeZone)) / HOUR_MS);
  return (((localHours + THURSDAY_HOURS) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;
}
