import type { Pool } from 'pg';
import type {
  AlertTransition,
  CheckResult,
  Severity,
  TransitionKind,
} from '../../../monitoring/alert/alert.ts';
import type { AlertReport, AlertStore } from '../../../monitoring/alert/alert-store.ts';
import type { Diagnosis } from '../../../monitoring/diagnosis/diagnosis.ts';
import type { DropReason } from '../../../monitoring/silence/silence.ts';
import { acknowledgements } from './alerts/acknowledgements.ts';
import { listQuery, listValues } from './alerts/alert-list-query.ts';
import { type AlertRow, toStoredAlert } from './alerts/alert-rows.ts';

interface ReportRow extends AlertRow {
  readonly project_id: string;
  readonly model_id: string;
  readonly model_name: string;
  readonly monitor_name: string;
  readonly acknowledged_by: string | null;
  readonly explanation: string;
  readonly detail: { readonly diagnosis?: Diagnosis };
  readonly urgent_with: readonly string[];
  readonly result: CheckResult | null;
  readonly unrouted: boolean;
}

interface StepRow {
  readonly alert_id: string;
  readonly window_start: Date;
  readonly revision: number;
  readonly kind: TransitionKind;
  readonly reason: string;
  readonly severity: Severity;
  readonly notify: AlertTransition['notify'];
  readonly explanation: string;
  readonly occurred_at: Date;
  readonly dropped: DropReason | null;
  readonly dropped_by: string | null;
}

const reportOf = (alerts: string) => `
  SELECT a.*, m.name AS model_name, mo.name AS monitor_name,
    coalesce(a.detail ->> 'explanation', '') AS explanation, r.result
  FROM ${alerts} a JOIN models m USING (model_id) JOIN monitors mo USING (monitor_id)
  LEFT JOIN LATERAL (
    SELECT result FROM evaluations e CROSS JOIN LATERAL jsonb_array_elements(e.results) result
    WHERE e.monitor_id = a.monitor_id AND e.window_start = a.last_window
      AND result ->> 'checkId' = a.check_id
    ORDER BY e.revision DESC LIMIT 1) r ON true`;

const toReport = (row: ReportRow): AlertReport => {
  const {
    told: _told,
    closedAfterMs: _after,
    closedReason: _reason,
    goodWindows: _good,
    ...alert
  } = toStoredAlert(row);
  return {
    ...alert,
    projectId: row.project_id,
    modelId: row.model_id,
    modelName: row.model_name,
    monitorName: row.monitor_name,
    acknowledgedBy: row.acknowledged_by,
    explanation: row.explanation,
    diagnosis: row.detail.diagnosis ?? null,
    urgentWith: row.urgent_with,
    result: row.result,
    unrouted: row.unrouted,
  };
};

export function createAlertStore(pool: Pool): AlertStore {
  const getAll: AlertStore['getAll'] = async (projectId, alertIds) => {
    const { rows } = await pool.query<ReportRow>(
      `${reportOf('alerts')} WHERE a.project_id = $1 AND a.alert_id = ANY($2)
       ORDER BY array_position($2, a.alert_id)`,
      [projectId, alertIds],
    );
    return rows.map(toReport);
  };
  const get: AlertStore['get'] = async (projectId, alertId) =>
    (await getAll(projectId, [alertId]))[0] ?? null;

  return {
    get,
    getAll,

    async list(projectId, filter) {
      const { rows } = await pool.query<ReportRow>(
        listQuery(reportOf, filter.worstFirst === true),
        listValues(projectId, filter),
      );
      return rows.map(toReport);
    },

    async steps(alertId) {
      const { rows } = await pool.query<StepRow>(
        `SELECT alert_id, window_start, revision, kind, reason, severity, notify, explanation,
           occurred_at, dropped, dropped_by
         FROM alert_transitions WHERE alert_id = $1
         ORDER BY occurred_at, window_start, revision, kind`,
        [alertId],
      );
      return rows.map((row) => ({
        alertId: row.alert_id,
        windowStartMs: row.window_start.getTime(),
        revision: row.revision,
        kind: row.kind,
        reason: row.reason,
        severity: row.severity,
        notify: row.notify,
        explanation: row.explanation,
        occurredAtMs: row.occurred_at.getTime(),
        dropped: row.dropped,
        droppedBy: row.dropped_by,
      }));
    },

    ...acknowledgements(pool, get),
  };
}
