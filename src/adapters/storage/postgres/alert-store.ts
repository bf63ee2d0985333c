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

const REPORT = `
  SELECT a.*, m.name AS model_name, mo.name AS monitor_name,
    coalesce(a.detail ->> 'explanation', '') AS explanation, r.result
  FROM alerts a JOIN models m USING (model_id) JOIN monitors mo USING (monitor_id)
  LEFT JOIN LATERAL (
    SELECT result FROM evaluations e CROSS JOIN LATERAL jsonb_array_elements(e.results) result
    WHERE e.monitor_id = a.monitor_id AND e.window_start = a.last_window
      AND result ->> 'checkId' = a.check_id
    ORDER BY e.revision DESC LIMIT 1) r ON true`;

/** Latest first; a page goes on behind the alert that ended the one before. */
const LIST = `${REPORT}
  WHERE a.project_id = $1 AND ($2::text IS NULL OR a.model_id = $2)
    AND ($3::boolean IS NULL OR (a.state <> 'resolved') = $3)
    AND ($5::timestamptz IS NULL OR a.opened_window >= $5)
    AND ($6::timestamptz IS NULL OR a.opened_window < $6)
    AND ($7::text IS NULL OR a.monitor_id = $7)
    AND ($8::text IS NULL OR a.check_id = $8)
    AND ($9::text IS NULL OR a.metric = $9)
    AND ($10::text IS NULL OR a.segment = $10)
    AND ($11::text IS NULL OR a.severity = $11)
    AND ($12::text[] IS NULL OR coalesce(r.result ->> 'column', '') = ANY ($12))
    AND ($13::timestamptz IS NULL OR a.opened_window < $13
      OR (a.opened_window = $13 AND a.alert_id > $14::text))
  ORDER BY a.opened_window DESC, a.alert_id LIMIT $4`;

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
  };
};

export function createAlertStore(pool: Pool): AlertStore {
  const get: AlertStore['get'] = async (projectId, alertId) => {
    const { rows } = await pool.query<ReportRow>(
      `${REPORT} WHERE a.project_id = $1 AND a.alert_id = $2`,
      [projectId, alertId],
    );
    return rows[0] === undefined ? null : toReport(rows[0]);
  };

  return {
    get,

    async list(projectId, filter) {
      const { fromMs, toMs, after } = filter;
      const { rows } = await pool.query<ReportRow>(LIST, [
        projectId,
        filter.modelId ?? null,
        filter.open ?? null,
        filter.limit,
        fromMs === undefined || fromMs === null ? null : new Date(fromMs),
        toMs === undefined || toMs === null ? null : new Date(toMs),
        filter.monitorId ?? null,
        filter.checkId ?? null,
        filter.metric ?? null,
        filter.segment ?? null,
        filter.severity ?? null,
        filter.columns ?? null,
        after === undefined || after === null ? null : new Date(after.openedWindowMs),
        after?.alertId ?? null,
      ]);
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
