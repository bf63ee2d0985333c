import type { AlertBody } from '../../../contract/alert.ts';
import type { MonitorBody } from '../../../contract/monitor.ts';
import type { Connection } from '../../connection.ts';
import { callPatiently } from './call-patiently.ts';
import type { RecordedAlert } from './judge-faults.ts';
import { MODEL, MODEL_PATH } from './set-up-model.ts';

/** Until when each monitor has evaluated; null before its first window. */
export async function evaluatedUntilMs(
  connection: Connection,
): Promise<readonly (number | null)[]> {
  const { body } = await callPatiently<{ monitors: readonly MonitorBody[] }>(
    connection,
    `${MODEL_PATH}/monitors`,
  );
  return body.monitors.map(({ evaluatedUntil }) =>
    evaluatedUntil === null ? null : Date.parse(evaluatedUntil),
  );
}

/** As many as the server lists at once. */
const MOST_ALERTS = 1_000;

/** In the order of their windows. */
export async function listAlerts(connection: Connection): Promise<readonly AlertBody[]> {
  const alerts: AlertBody[] = [];
  for (const open of ['true', 'false']) {
    const query = new URLSearchParams({ model: MODEL, open, limit: String(MOST_ALERTS) });
    const { body } = await callPatiently<{ alerts: readonly AlertBody[] }>(
      connection,
      `/v1/alerts?${query}`,
    );
    alerts.push(...body.alerts);
  }
  return alerts.sort((a, b) => Date.parse(a.openedWindow) - Date.parse(b.openedWindow));
}

/** The same alert with what happened to it. */
export async function readAlert(connection: Connection, alertId: string): Promise<RecordedAlert> {
  return (await callPatiently<RecordedAlert>(connection, `/v1/alerts/${alertId}`)).body;
}

type ByKind<T> = Readonly<Record<'predictions' | 'labels', T>>;

const ACCOUNTING = `${MODEL_PATH}/accounting`;

/** Rows that were written so far: the server has these numbers at hand. */
export async function countWritten(connection: Connection): Promise<number> {
  const { body } = await callPatiently<ByKind<{ readonly stored: number }>>(
    connection,
    `${ACCOUNTING}?identities=false`,
  );
  return body.predictions.stored + body.labels.stored;
}

/** Rows that are in the telemetry store, each counted once however often it was sent. */
export async function countStored(connection: Connection): Promise<ByKind<number>> {
  const { body } = await callPatiently<ByKind<{ readonly distinct: number }>>(
    connection,
    ACCOUNTING,
  );
  return { predictions: body.predictions.distinct, labels: body.labels.distinct };
}
