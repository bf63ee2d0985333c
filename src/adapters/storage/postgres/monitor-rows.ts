import type { Monitor } from '../../../monitoring/monitor/monitor.ts';
import type { ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';

export type Definition = Pick<
  Monitor,
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
>;

export interface MonitorRow {
  readonly monitor_id: string;
  readonly project_id: string;
  readonly model_id: string;
  readonly name: string;
  readonly version: number;
  readonly definition: Definition;
  readonly enabled: boolean;
  readonly created_at: Date;
  readonly history_until: Date | null;
  readonly evaluated_until: Date | null;
}

export const MONITOR_COLUMNS = `monitor_id, project_id, model_id, name, version, definition,
  enabled, created_at, history_until, evaluated_until`;

export const toMonitor = (row: MonitorRow): ScheduledMonitor => ({
  monitorId: row.monitor_id,
  projectId: row.project_id,
  modelId: row.model_id,
  name: row.name,
  version: row.version,
  ...row.definition,
  enabled: row.enabled,
  createdAtMs: row.created_at.getTime(),
  historyUntilMs: row.history_until?.getTime() ?? null,
  evaluatedUntilMs: row.evaluated_until?.getTime() ?? null,
});
