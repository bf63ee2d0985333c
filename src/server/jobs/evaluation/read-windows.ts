import type { WindowProfile } from '../../../metrics/profile.ts';
import { segmentsOfDimension } from '../../../monitoring/baseline/segments-of-dimension.ts';
import type { ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import type { Window } from '../../../monitoring/window/window.ts';
import { columnsOfChecks } from './columns-of-checks.ts';
import type { TurnView } from './turn.ts';

/** What was counted in a window, by segment; the monitor's own one is among them. */
export type WindowReading = ReadonlyMap<string, WindowProfile>;

/** Segments of the dimension that a monitor watches, beside its own segment. */
export function watchedSegments(
  { model, baseline }: TurnView,
  monitor: ScheduledMonitor,
): string[] {
  const { segmentsOf } = monitor;
  return segmentsOf === null ? [] : segmentsOfDimension(model, baseline, segmentsOf);
}

/** Reads all that a monitor's checks look at, of several windows at once. */
export function readWindows(
  turn: TurnView,
  monitor: ScheduledMonitor,
  windows: readonly Window[],
): Promise<readonly WindowReading[]> {
  const { deps, model, baseline } = turn;
  return deps.profiles.readWindows(model, baseline, windows, {
    variant: monitor.variant,
    environment: monitor.environment,
    segments: [monitor.segment, ...watchedSegments(turn, monitor)],
    ...columnsOfChecks(monitor.checks),
  });
}

/** Profiles held at once. */
export const PROFILES_PER_READ = 4_000;
/** What is read is judged before the time of a turn is up. */
const WINDOWS_PER_READ = 96;

/** How many windows of a monitor are read together. */
export function windowsPerRead(turn: TurnView, monitor: ScheduledMonitor): number {
  const perSegment = profilesOf(columnsOfChecks(monitor.checks));
  const perWindow = perSegment * (1 + watchedSegments(turn, monitor).length);
  return Math.max(1, Math.min(WINDOWS_PER_READ, Math.floor(PROFILES_PER_READ / perWindow)));
}

/** About as many columns as parts of a profile weigh: outcomes hold a fine grid of scores. */
export const profilesOf = ({ columns, outcomes }: ReturnType<typeof columnsOfChecks>): number =>
  columns.length + (outcomes ? 5 : 1);
