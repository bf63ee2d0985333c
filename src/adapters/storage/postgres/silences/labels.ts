import { nameColumn } from '../../../../monitoring/health/name-column.ts';
import type { Labels } from '../../../../monitoring/silence/matcher.ts';
import type { LabelledAlert } from '../../../../monitoring/silence/silence-store.ts';
import type { Queryable } from '../transaction.ts';

interface Subject {
  readonly check_id: string;
  readonly metric: string;
  readonly column_key: string | null;
  readonly segment: string;
  readonly severity: string;
  readonly model_name: string;
  readonly monitor_name: string;
  readonly environment: string;
  /** Of the feature that the column is, where it is one. */
  readonly feature: string | null;
}

export interface LabelledRow extends Subject {
  readonly alert_id: string;
  readonly model_id: string;
  readonly monitor_id: string;
  readonly state: string;
  readonly opened_window: Date;
  readonly explanation: string;
  readonly silenced_by: readonly string[];
}

/** Alerts with all that matchers ask about them. */
export async function readLabelled(
  client: Queryable,
  condition: string,
  values: readonly unknown[],
): Promise<readonly LabelledRow[]> {
  const { rows } = await client.query<LabelledRow>(
    `SELECT a.alert_id, a.model_id, a.monitor_id, a.check_id, a.metric, a.column_key, a.segment,
       a.severity, a.state, a.opened_window, a.silenced_by, m.name AS model_name,
       mo.name AS monitor_name, mo.definition ->> 'environment' AS environment, f.name AS feature,
       coalesce(a.detail ->> 'explanation', '') AS explanation
     FROM alerts a JOIN models m USING (model_id) JOIN monitors mo USING (monitor_id)
     LEFT JOIN features f ON f.model_id = a.model_id AND a.column_key = 'feature:' || f.feature_id
     WHERE ${condition}`,
    [...values],
  );
  return rows;
}

export const labelsOfRow = (row: Subject): Labels => ({
  model: row.model_name,
  environment: row.environment,
  monitor: row.monitor_name,
  check: row.check_id,
  metric: row.metric,
  column: nameOf(row.column_key, row.feature),
  segment: row.segment,
  severity: row.severity,
});

export const labelledAlertOf = (row: LabelledRow): LabelledAlert => ({
  alertId: row.alert_id,
  modelId: row.model_id,
  monitorId: row.monitor_id,
  open: row.state !== 'resolved',
  openedWindowMs: row.opened_window.getTime(),
  explanation: row.explanation,
  labels: labelsOfRow(row),
  silencedBy: row.silenced_by,
});

const nameOf = (column: string | null, feature: string | null): string =>
  nameColumn(column, new Map(column === null || feature === null ? [] : [[column, feature]])) ?? '';

/** Labels of what a monitor's checks bring about, before it is written. */
export async function readLabeller(client: Queryable, monitorId: string) {
  const { rows } = await client.query<{ model: string; name: string; environment: string }>(
    `SELECT m.name AS model, mo.name, mo.definition ->> 'environment' AS environment
     FROM monitors mo JOIN models m USING (model_id) WHERE mo.monitor_id = $1`,
    [monitorId],
  );
  const features = await client.query<{ key: string; name: string }>(
    `SELECT 'feature:' || feature_id AS key, f.name
     FROM features f JOIN monitors USING (model_id) WHERE monitor_id = $1`,
    [monitorId],
  );
  const names = new Map(features.rows.map(({ key, name }) => [key, name]));
  const { model = '', name = '', environment = '' } = rows[0] ?? {};
  return (
    check: { checkId: string; metric: string; column: string | null; segment: string },
    severity: string,
  ): Labels => ({
    model,
    environment,
    monitor: name,
    check: check.checkId,
    metric: check.metric,
    column: nameColumn(check.column, names) ?? '',
    segment: check.segment,
    severity,
  });
}
