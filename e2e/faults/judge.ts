import type { RunningEngines } from './engines.ts';
import type { Received } from './receiver.ts';
import { isShifted, ROWS_PER_HOUR, windowStart } from './story.ts';
import type { Sent } from './traffic.ts';

export interface Account {
  readonly sent: number;
  readonly acknowledged: number;
  readonly stored: number;
  /** Rows that count twice: stored under one identity, or in the profiles. */
  readonly doubles: number;
  readonly alertsExpected: number;
  readonly alertsRecorded: number;
  readonly notificationsExpected: number;
  readonly notificationsReceived: number;
  readonly problems: readonly string[];
}

/** Compares what the stores hold and what the receiver got with what was acknowledged. */
export async function judge(
  engines: RunningEngines,
  sent: Sent,
  received: readonly Received[],
): Promise<Account> {
  const predictions = await count(
    engines,
    `SELECT count() AS rows, uniqExact(prediction_id, variant) AS identities FROM predictions FINAL`,
  );
  const labels = await count(
    engines,
    `SELECT count() AS rows, uniqExact(prediction_id, output) AS identities FROM labels FINAL`,
  );
  const counted = await engines.clickhouse<{ rows: string }>(
    `SELECT sum(rows) AS rows FROM cell_counts FINAL WHERE source = 'live' AND segment = ''`,
  );
  const countedRows = Number(counted[0]?.rows ?? 0);
  const labelled = await engines.clickhouse<{ rows: string }>(
    `SELECT sum(labelled_rows) AS rows FROM outcome_profiles FINAL WHERE source = 'live' AND segment = ''`,
  );
  const labelledRows = Number(labelled[0]?.rows ?? 0);
  const problems: string[] = [];
  const expectEqual = (what: string, actual: number, expected: number) => {
    if (actual !== expected) problems.push(`${what}: ${actual}, expected ${expected}`);
  };
  expectEqual('distinct predictions', predictions.identities, sent.acknowledgedPredictions);
  expectEqual('distinct labels', labels.identities, sent.acknowledgedLabels);
  expectEqual('predictions stored twice', predictions.rows - predictions.identities, 0);
  expectEqual('predictions in the counted cells', countedRows, sent.hours * ROWS_PER_HOUR);
  // Windows whose labels wait for their settling point are counted later, never more than once.
  if (labelledRows > sent.acknowledgedLabels) {
    problems.push(`labelled rows in the profiles: ${labelledRows} of ${sent.acknowledgedLabels}`);
  }

  const expected = expectedMessages(sent.hours);
  const alerts = await engines.postgres<{ n: string }>('SELECT count(*) AS n FROM alerts');
  const alertsRecorded = Number(alerts[0]?.n ?? 0);
  expectEqual('alerts', alertsRecorded, expected.size / 2);
  const keys = keysByMessage(received);
  for (const message of expected) {
    const number = keys.get(message)?.size ?? 0;
    if (number === 1) continue;
    const start = message.split(' ')[1] ?? '';
    problems.push(
      `${message} arrived under ${number} keys: ${await evaluationsOf(engines, start)}`,
    );
  }
  for (const message of keys.keys()) {
    if (!expected.has(message)) problems.push(`${message} arrived and was not expected`);
  }
  return {
    sent: sent.sent,
    acknowledged: sent.acknowledgedPredictions + sent.acknowledgedLabels,
    stored: predictions.identities + labels.identities,
    doubles:
      predictions.rows - predictions.identities + Math.max(0, countedRows - predictions.identities),
    alertsExpected: expected.size / 2,
    alertsRecorded,
    notificationsExpected: expected.size,
    notificationsReceived: keys.size,
    problems,
  };
}

export function expectedMessages(hours: number): ReadonlySet<string> {
  const messages = new Set<string>();
  for (let hour = 0; hour < hours; hour += 1) {
    if (!isShifted(hour)) continue;
    messages.add(`alert.opened ${windowStart(hour)}`);
    messages.add(`alert.resolved ${windowStart(hour + 1)}`);
  }
  return messages;
}

export function keysByMessage(received: readonly Received[]): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  for (const { key, type, windowStart: start } of received) {
    const message = `${type} ${start}`;
    keys.set(message, (keys.get(message) ?? new Set()).add(key));
  }
  return keys;
}

/** What was decided about a window, revision by revision. */
async function evaluationsOf(engines: RunningEngines, start: string): Promise<string> {
  const rows = await engines.postgres<{ told: string }>(
    `SELECT concat_ws(' ', 'revision', revision, cause, CASE WHEN historical THEN 'historical' END,
       results->0->>'verdict', results->0->>'value', 'n', results->0->>'n') AS told
     FROM evaluations WHERE window_start = '${start}' ORDER BY revision`,
  );
  const messages = await engines.postgres<{ told: string }>(
    `SELECT concat_ws(' ', body->>'type', state, 'attempts', attempts, last_outcome) AS told
     FROM notifications WHERE body->'data'->'window'->>'start' = '${start}'`,
  );
  const told = [...rows, ...messages].map((row) => row.told);
  return told.join('; ') || 'nothing was decided';
}

async function count(engines: RunningEngines, sql: string) {
  const rows = await engines.clickhouse<{ rows: string; identities: string }>(sql);
  return { rows: Number(rows[0]?.rows ?? 0), identities: Number(rows[0]?.identities ?? 0) };
}
