import type pg from 'pg';
import type { ModelStates } from '../../../monitoring/live/model-state.ts';
import { groupBy } from '../../../stats/summary/group-by.ts';

interface StateRow {
  readonly project_id: string;
  readonly model_id: string;
  readonly name: string;
  readonly print: string;
}

interface AlertPrintRow {
  readonly model_id: string;
  readonly alert_id: string;
  readonly print: string;
}

/** Small tables, read whole: some ten thousand rows at the very most. */
const MODELS = `
  SELECT m.project_id, m.model_id, m.name,
    md5(concat_ws('|', m.schema_version, m.watermark, m.time_zone, m.segment_by, b.print, mo.print))
      AS print
  FROM models m
  LEFT JOIN (
    SELECT model_id, string_agg(concat(baseline_id, state, active), ',' ORDER BY baseline_id) AS print
    FROM baselines GROUP BY model_id
  ) b USING (model_id)
  LEFT JOIN (
    SELECT model_id,
      string_agg(concat(monitor_id, version, enabled, evaluated_until), ',' ORDER BY monitor_id)
        AS print
    FROM monitors WHERE deleted_at IS NULL GROUP BY model_id
  ) mo USING (model_id)`;

const OPEN_ALERTS = `
  SELECT model_id, alert_id,
    concat_ws('|', state, severity, last_window, acknowledged_at, cardinality(urgent_with),
      silenced_by::text) AS print
  FROM alerts WHERE state <> 'resolved'
  ORDER BY model_id, alert_id`;

export function createModelStates(pool: pg.Pool): ModelStates {
  return {
    async read() {
      const [models, alerts] = await Promise.all([
        pool.query<StateRow>(MODELS),
        pool.query<AlertPrintRow>(OPEN_ALERTS),
      ]);
      const byModel = groupBy(alerts.rows, (row) => row.model_id);
      return models.rows.map((row) => ({
        projectId: row.project_id,
        modelId: row.model_id,
        name: row.name,
        print: row.print,
        alerts: new Map((byModel.get(row.model_id) ?? []).map((one) => [one.alert_id, one.print])),
      }));
    },
  };
}
