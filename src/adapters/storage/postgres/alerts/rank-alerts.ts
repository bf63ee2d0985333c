import type { Severity } from '../../../../monitoring/alert/alert.ts';
import { findUrgent } from '../../../../monitoring/alert/find-urgent.ts';
import type { Queryable } from '../transaction.ts';
import type { AlertOutcome } from './alert-outcome.ts';

interface OpenRow {
  readonly alert_id: string;
  readonly metric: string;
  readonly segment: string;
  readonly severity: Severity;
  readonly urgent_with: readonly string[];
}

/** Which alerts of a model are urgent once these changes are made. */
export interface Ranking {
  of(alertId: string): readonly string[];
  /** Marks alerts that the changes do not touch. Those that another transaction is writing are
   *  left to the next evaluation, which finds them again: waiting for each other helps nobody. */
  apply(): Promise<void>;
}

export async function rankAlerts(
  client: Queryable,
  modelId: string,
  outcomes: readonly AlertOutcome[],
): Promise<Ranking> {
  const { rows } = await client.query<OpenRow>(
    `SELECT alert_id, metric, segment, severity, urgent_with FROM alerts
     WHERE model_id = $1 AND state <> 'resolved'`,
    [modelId],
  );
  const touched = new Set(outcomes.map((outcome) => outcome.alertId));
  const others = rows.filter((row) => !touched.has(row.alert_id));
  const changed = outcomes.flatMap(({ alertId, after, check }) =>
    after === null || after.resolvedWindowMs !== null
      ? []
      : [{ alertId, metric: check.metric, segment: check.segment, severity: after.severity }],
  );
  const urgent = findUrgent([
    ...others.map(({ alert_id: alertId, ...row }) => ({ alertId, ...row })),
    ...changed,
  ]);
  const of = (alertId: string) => urgent.get(alertId) ?? [];
  return {
    of,
    async apply() {
      for (const { alert_id, urgent_with } of others) {
        const now = of(alert_id);
        if (now.join() === [...urgent_with].sort().join()) continue;
        await client.query(
          `UPDATE alerts SET urgent_with = $2 WHERE alert_id IN (
             SELECT alert_id FROM alerts WHERE alert_id = $1 FOR UPDATE SKIP LOCKED)`,
          [alert_id, now],
        );
      }
    },
  };
}
