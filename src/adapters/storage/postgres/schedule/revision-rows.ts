import type { DueRevision } from '../../../../monitoring/schedule/schedule.ts';

export interface RevisionRow {
  readonly monitor_id: string;
  readonly window_start: Date;
  readonly cause: DueRevision['cause'];
  readonly due_at: Date;
  readonly touch_id: string;
}

export const toDueRevision = (row: RevisionRow): DueRevision => ({
  monitorId: row.monitor_id,
  windowStartMs: row.window_start.getTime(),
  cause: row.cause,
  dueAtMs: row.due_at.getTime(),
  touchId: row.touch_id,
});
