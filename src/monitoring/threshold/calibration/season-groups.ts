/** Windows of a group are alike in what season does to them. */
const WEEK_HOURS = 168;
const DAY_HOURS = 24;
const WEEKEND_FROM = 5 * DAY_HOURS;

/** A group tells little before it was met this often. */
const CYCLES = 4;
/** Windows that must remain to tell how much those of one group differ. */
const FREE = 14;

/** From the finest on: hour of the week (for days: weekday), hour of the day on working days and at
 *  weekends, one group of all. */
const PARTITIONS: readonly ((phase: number) => number)[] = [
  (phase) => phase,
  (phase) => (phase % DAY_HOURS) + (phase >= WEEKEND_FROM ? WEEK_HOURS : 0),
  () => 0,
];

/** The finest partition of which every group was met four times, the group of the window to be
 *  judged among them, and that leaves windows enough to tell noise from season. */
export function seasonGroups(
  phases: readonly number[],
  phaseNow: number,
): { readonly groups: readonly number[]; readonly groupNow: number } {
  for (const groupOf of PARTITIONS) {
    const groups = phases.map(groupOf);
    const groupNow = groupOf(phaseNow);
    const met = new Map<number, number>();
    for (const group of groups) met.set(group, (met.get(group) ?? 0) + 1);
    const isKnown = (met.get(groupNow) ?? 0) >= CYCLES;
    const isEnough = groups.length - met.size >= FREE;
    if (isKnown && isEnough && Math.min(...met.values()) >= CYCLES) return { groups, groupNow };
  }
  return { groups: phases.map(() => 0), groupNow: 0 };
}
