import { createHash } from 'node:crypto';
import type { AlertState, Severity } from '../../../../monitoring/alert/alert.ts';
import type { StoredAlert } from '../../../../monitoring/alert/match-episodes.ts';

export interface AlertRow {
  readonly alert_id: string;
  readonly monitor_id: string;
  readonly check_id: string;
  readonly segment: string;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly historical: boolean;
  readonly opened_window: Date;
  readonly last_window: Date;
  readonly resolved_window: Date | null;
  readonly withdrawn: boolean;
  readonly told: StoredAlert['told'];
  readonly acknowledged_at: Date | null;
  readonly closed_after: Date | null;
  readonly closed_reason: string | null;
  readonly good_windows: number;
}

export const ALERT_COLUMNS = `alert_id, monitor_id, check_id, segment, state, severity, historical,
  opened_window, last_window, resolved_window, withdrawn, told, acknowledged_at, closed_after,
  closed_reason, good_windows`;

export const toStoredAlert = (row: AlertRow): StoredAlert => ({
  alertId: row.alert_id,
  monitorId: row.monitor_id,
  checkId: row.check_id,
  segment: row.segment,
  state: row.state,
  severity: row.severity,
  historical: row.historical,
  openedWindowMs: row.opened_window.getTime(),
  lastWindowMs: row.last_window.getTime(),
  resolvedWindowMs: row.resolved_window?.getTime() ?? null,
  withdrawn: row.withdrawn,
  told: row.told,
  acknowledgedAtMs: row.acknowledged_at?.getTime() ?? null,
  closedAfterMs: row.closed_after?.getTime() ?? null,
  closedReason: row.closed_reason,
  goodWindows: row.good_windows,
});

/** The same alert has the same id on every server and in every fold. `again` counts episodes
 *  that a revision split off one whose id stays with the part that is open. */
export function alertIdOf(
  monitorId: string,
  checkId: string,
  segment: string,
  openedWindowMs: number,
  again: number,
): string {
  const key = JSON.stringify([monitorId, checkId, segment, openedWindowMs, again]);
  return `alt_${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
