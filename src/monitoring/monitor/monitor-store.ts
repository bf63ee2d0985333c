import type { MessageWriter } from '../alert/alert-change.ts';
import type { ScheduledMonitor } from '../schedule/schedule.ts';
import type { Calibration } from '../threshold/threshold.ts';
import type { Monitor } from './monitor.ts';

export type MonitorDraft = Pick<
  Monitor,
  | 'name'
  | 'cadence'
  | 'variant'
  | 'environment'
  | 'segment'
  | 'segmentsOf'
  | 'checks'
  | 'noData'
  | 'budget'
  | 'persistence'
  | 'resolveAfter'
  | 'cooldownMs'
  | 'enabled'
>;

/** Port. Names are unique within a model. */
export interface MonitorStore {
  create(
    model: { readonly projectId: string; readonly modelId: string },
    draft: MonitorDraft,
    historyUntilMs: number | null,
  ): Promise<ScheduledMonitor | 'name_taken'>;
  get(projectId: string, monitorId: string): Promise<ScheduledMonitor | null>;
  list(modelId: string): Promise<readonly ScheduledMonitor[]>;
  /** How the bounds of the last evaluation came about, by monitor and then by check, segments left
   *  out. */
  calibrations(modelId: string): Promise<ReadonlyMap<string, ReadonlyMap<string, Calibration>>>;
  /** Raises the version. Open alerts of checks that are gone, and all of a monitor that was
   *  switched off, are closed and told of. What is watched (cadence, variant, environment,
   *  segment, segmentsOf) is fixed: another one is another monitor, so that no series mixes two.
   *  With a version, only where nobody has edited it since. */
  update(
    projectId: string,
    monitorId: string,
    draft: MonitorDraft,
    write: MessageWriter,
    ifVersion?: number,
  ): Promise<ScheduledMonitor | 'not_found' | 'name_taken' | 'scope_is_fixed' | 'edited_since'>;
  /** Its measurements and alerts stay. */
  remove(projectId: string, monitorId: string, write: MessageWriter): Promise<boolean>;
}
