import type pg from 'pg';
import type { AlertState, CheckResult, Severity } from '../../../monitoring/alert/alert.ts';
import type {
  ColumnLabel,
  ModelChange,
  OverviewAlert,
  OverviewReadModel,
} from '../../../monitoring/health/overview-read-model.ts';

interface AlertRow {
  readonly alert_id: string;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly historical: boolean;
  readonly urgent: boolean;
  readonly silenced_by: readonly string[];
  readonly opened_window: Date;
  readonly last_window: Date;
  readonly resolved_window: Date | null;
  readonly monitor_name: string;
  readonly result: CheckResult | null;
}

/** Open ones first, of those the urgent and then the worst, then the latest; beyond the bound a list helps nobody. */
const ALERTS = `
  SELECT a.alert_id, a.state, a.severity, a.historical,
    cardinality(a.urgent_with) > 0 AS urgent, a.silenced_by, a.opened_window, a.last_window,
    a.resolved_window, mo.name AS monitor_name, e.result
  FROM alerts a
  JOIN monitors mo USING (monitor_id)
  LEFT JOIN LATERAL (
    SELECT r AS result
    FROM evaluations v CROSS JOIN LATERAL jsonb_array_elements(v.results) r
    WHERE v.monitor_id = a.monitor_id AND v.window_start = a.last_window
      AND r ->> 'checkId' = a.check_id AND r ->> 'segment' = a.segment
    ORDER BY v.revision DESC LIMIT 1
  ) e ON true
  WHERE a.model_id = $1 AND a.opened_window < $3
    AND (a.state <> 'resolved' OR coalesce(a.resolved_window, a.last_window) >= $2)
  ORDER BY a.state = 'resolved', cardinality(a.urgent_with) = 0,
    array_position(ARRAY['critical', 'warning', 'info'], a.severity), a.opened_window DESC, a.alert_id
  LIMIT 200`;

const CHANGES = `
  SELECT created_at AS at, 'baseline' AS kind, name AS subject
  FROM baselines
  WHERE model_id = $1 AND state = 'ready' AND created_at >= $2 AND created_at < $3
  UNION ALL
  SELECT occurred_at, CASE kind WHEN 'schema_change' THEN kind ELSE 'event' END,
    coalesce(detail ->> 'feature', detail ->> 'name', replace(kind, '_', ' '))
  FROM model_events
  WHERE model_id = $1 AND occurred_at >= $2 AND occurred_at < $3
  ORDER BY at
  LIMIT 200`;

interface ChangeRow {
  readonly at: Date;
  readonly kind: ModelChange['kind'];
  readonly subject: string;
}

const COLUMNS = `
  SELECT 'feature:' || feature_id AS column, name, importance FROM features WHERE model_id = $1`;

const MONITOR_NAMES = `SELECT monitor_id, name FROM monitors WHERE model_id = $1`;

export function createOverviewReadModel(pool: pg.Pool): OverviewReadModel {
  return {
    async alerts(modelId, window) {
      const range = [new Date(window.startMs), new Date(window.endMs)];
      const { rows } = await pool.query<AlertRow>(ALERTS, [modelId, ...range]);
      return rows.map(toAlert);
    },
    async changes(modelId, window) {
      const range = [new Date(window.startMs), new Date(window.endMs)];
      const { rows } = await pool.query<ChangeRow>(CHANGES, [modelId, ...range]);
      return rows.map(({ at, kind, subject }) => ({ atMs: at.getTime(), kind, subject }));
    },
    async columns(modelId) {
      return (await pool.query<ColumnLabel>(COLUMNS, [modelId])).rows;
    },
    async monitorNames(modelId) {
      const { rows } = await pool.query<{ monitor_id: string; name: string }>(MONITOR_NAMES, [
        modelId,
      ]);
      return new Map(rows.map((row) => [row.monitor_id, row.name]));
    },
  };
}

function toAlert(row: AlertRow): OverviewAlert {
  return {
    alertId: row.alert_id,
    state: row.state,
    severity: row.severity,
    historical: row.historical,
    urgent: row.urgent,
    silencedBy: row.state === 'resolved' ? [] : row.silenced_by,
    openedWindowMs: row.opened_window.getTime(),
    lastWindowMs: row.last_window.getTime(),
    resolvedWindowMs: row.resolved_window?.getTime() ?? null,
    monitorName: row.monitor_name,
    result: row.result,
  };
}
