import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshPostgres } from '../../../../testing/engines.ts';
import { createTestModel } from '../../../../testing/ingest-rig.ts';
import { createControlRetention } from './control-retention.ts';

const DAY_MS = 86_400_000;
const NOW = Date.now();
const BEFORE = NOW - 30 * DAY_MS;
const OLD = new Date(NOW - 40 * DAY_MS);
const YOUNG = new Date(NOW - 20 * DAY_MS);

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  const { modelId } = await createTestModel(postgres.pool);
  await run(
    `INSERT INTO monitors (monitor_id, project_id, model_id, name, definition)
     VALUES ('m', 'default', $1, 'm', '{}'), ('open', 'default', $1, 'open', '{}')`,
    modelId,
  );
  await run(
    `INSERT INTO channels (channel_id, project_id, name, kind, config)
     VALUES ('c', 'default', 'c', 'webhook', '{}')`,
  );
  for (const [id, monitor, state, at] of [
    ['over', 'm', 'resolved', OLD],
    ['lately', 'm', 'resolved', YOUNG],
    ['firing', 'open', 'firing', OLD],
  ] as const) {
    await run(
      `INSERT INTO alerts (alert_id, project_id, model_id, monitor_id, check_id, segment, state,
         severity, historical, opened_window, last_window, metric)
       VALUES ($1, 'default', $2, $3, 'c', '', $4, 'critical', false, $5, $5, 'psi')`,
      ...[id, modelId, monitor, state, OLD],
    );
    await run(
      `INSERT INTO alert_transitions (alert_id, window_start, revision, kind, reason, severity,
         notify, occurred_at) VALUES ($1, $2, 1, 'opened', '', 'critical', true, $2)`,
      ...[id, at],
    );
  }
  await run(
    `INSERT INTO alert_notes (note_id, alert_id, kind, occurred_at)
     VALUES ('n', 'over', 'acknowledged', $1)`,
    OLD,
  );
  for (const [id, alert, state, at] of [
    ['sent', 'over', 'delivered', OLD],
    ['dead', 'over', 'dead', OLD],
    ['waits', 'over', 'pending', OLD],
    ['of-open', 'firing', 'delivered', OLD],
    ['new', 'over', 'delivered', YOUNG],
  ] as const) {
    await run(
      `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key,
         idempotency_key, body, state, alert_ids, created_at)
       VALUES ($1, 'default', 'c', $2, $1, '{}', $3, ARRAY[$2], $4)`,
      ...[id, alert, state, at],
    );
  }
  for (const [id, at] of [
    ['old', OLD],
    ['young', YOUNG],
  ] as const) {
    await run(
      `INSERT INTO refused_rows VALUES ($1, 'default', $2, 'predictions', 'c', 'm', '', $3)`,
      ...[id, modelId, at],
    );
    await run(
      `INSERT INTO quarantine VALUES ($1, 'default', $2, 'predictions', 'p', 'r', '', $3)`,
      ...[id, modelId, at],
    );
    for (const lane of [1, 2]) {
      await run(
        `INSERT INTO ingest_counters VALUES ($1, $2, 'predictions', 'accepted', ${lane}, 10)`,
        ...[modelId, at],
      );
    }
  }
  for (const [monitor, at] of [
    ['m', new Date(OLD.getTime() - DAY_MS)],
    ['m', OLD],
    ['open', new Date(OLD.getTime() - DAY_MS)],
    ['open', OLD],
  ] as const) {
    await run(
      `INSERT INTO evaluations (monitor_id, window_start, window_end, revision, monitor_version,
         cause, results, evaluated_at) VALUES ($1, $2, $2, 1, 1, 'scheduled', '[]', $2)`,
      ...[monitor, at],
    );
  }
});
afterAll(() => postgres?.drop());

const run = (text: string, ...values: unknown[]) => postgres.pool.query(text, values);
const list = async (column: string, table: string): Promise<string[]> => {
  const { rows } = await run(`SELECT ${column}::text AS one FROM ${table} ORDER BY 1`);
  return rows.map((row: { one: string }) => row.one);
};

test('of verdicts the latest of every monitor stays, and all where an alert is open', async () => {
  const control = createControlRetention(postgres.pool);
  expect(await control.removeEvaluations(BEFORE)).toBe(1);
  expect(await control.removeEvaluations(BEFORE)).toBe(0);
  expect(await list('monitor_id', 'evaluations')).toEqual(['m', 'open', 'open']);
});

test('records go once they are old, unless they wait or belong to an open alert', async () => {
  const control = createControlRetention(postgres.pool);
  // Two messages, a refused and a quarantined row, and counters that became one.
  expect(await control.removeRecords(BEFORE)).toBe(5);
  expect(await control.removeRecords(BEFORE)).toBe(0);
  expect(await list('notification_id', 'notifications')).toEqual(['new', 'of-open', 'waits']);
  expect(await list('refused_id', 'refused_rows')).toEqual(['young']);
  expect(await list('quarantine_id', 'quarantine')).toEqual(['young']);
  expect(await list('rows', 'ingest_counters')).toEqual(['10', '10', '20']);
});

test('alerts go with their timelines when nothing happened to them since', async () => {
  const control = createControlRetention(postgres.pool);
  expect(await control.removeAlerts(BEFORE)).toBe(1);
  expect(await control.removeAlerts(BEFORE)).toBe(0);
  expect(await list('alert_id', 'alerts')).toEqual(['firing', 'lately']);
  expect(await list('note_id', 'alert_notes')).toEqual([]);
  expect(await control.monitorsWithOpenAlerts()).toEqual(['open']);
  expect(await control.holdings()).toMatchObject({ alerts: { oldestMs: OLD.getTime() } });
});
