import type { Random } from '../../../src/stats/random.ts';
import { DAY_MS, type DayProfile, FIRST_MONDAY_MS } from '../dependent/day-profiles.ts';
import type { RealDay } from './day-table.ts';

export interface PlacedDay extends DayProfile {
  /** Which of the real days it is. */
  readonly index: number;
}

/** Days in random order, but Mondays on Mondays: whatever the data did over the months is gone, and
 *  every difference that is left is one between days of the same kind. */
export function permuteDays(random: Random, days: readonly RealDay[]): PlacedDay[] {
  const queues = Array.from({ length: 7 }, (_, weekday) =>
    random.shuffle(days.flatMap((day, index) => (day.weekday === weekday ? [{ day, index }] : []))),
  );
  const placed: PlacedDay[] = [];
  for (let date = 0; ; date += 1) {
    const next = queues[date % 7]?.pop();
    if (next === undefined) return placed;
    placed.push({
      index: next.index,
      startMs: FIRST_MONDAY_MS + date * DAY_MS,
      profile: next.day.profile,
    });
  }
}
