import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../architecture/project-root.ts';
import type { Served } from './call-server.ts';
import { EMPTY_MODEL, LONG_NAME, UNSEEN_MODEL } from './names.ts';
import type { Stage } from './open-stage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const example = (name: string) => readFile(join(projectRoot, 'examples/churn', name), 'utf8');

/** Models that nobody has sent a row to. */
export async function makeRowlessModels(stage: Served): Promise<void> {
  await stage.call('PUT', `/v1/models/${EMPTY_MODEL}`, {});
  await stage.call('PUT', `/v1/models/${UNSEEN_MODEL}`, {
    outputs: [{ task: 'binary', classes: ['stays', 'leaves'], positiveClass: 'leaves' }],
  });
  const query = 'name=winter&time=time&predictionId=customer&score=score&label=left';
  const path = `/v1/models/${UNSEEN_MODEL}/baselines?${query}`;
  await stage.call('POST', path, await example('training.csv'), 'text/csv');
}

/** The id of a file that was brought to the page that makes models. */
export async function bringFile(stage: Served): Promise<string> {
  return bring(stage, 'january.csv', await example('january.csv'));
}

export function bringWideFile(stage: Served): Promise<string> {
  const names = Array.from(
    { length: 60 },
    (_, at) => `amount_of_the_last_order_before_the_customer_called_us_number_${at}`,
  );
  const rows = Array.from({ length: 300 }, (_, row) =>
    [
      new Date(Date.UTC(2026, 0, 1 + (row % 60))).toISOString(),
      ...names.map((_, at) => (row * (at + 7)) % 97),
    ].join(),
  );
  const name = 'an export of everything that the warehouse knows of our customers, final (2).csv';
  return bring(stage, name, [['time', ...names].join(), ...rows, 'too,few,cells'].join('\n'));
}

async function bring(stage: Served, name: string, text: string): Promise<string> {
  const path = `/v1/files?name=${encodeURIComponent(name)}`;
  const { fileId } = await stage.call<{ fileId: string }>('POST', path, text, 'text/csv');
  return fileId;
}

/** Channels that are told of nothing: alerts of the past have been told by then. */
export async function makeChannels(
  stage: Served,
  hookUrl: string,
  [first, end]: readonly [number, number],
): Promise<void> {
  const kinds = [
    { name: 'on call', kind: 'webhook', config: { url: hookUrl } },
    {
      name: '#model-alerts',
      kind: 'slack',
      config: { webhookUrl: 'https://hooks.slack.com/services/T000/B000/XXXX' },
      enabled: false,
    },
    {
      name: 'risk committee',
      kind: 'email',
      config: {
        host: '127.0.0.1',
        port: 2525,
        from: 'leeway@example.com',
        to: ['risk@example.com'],
      },
      enabled: false,
    },
  ];
  for (let at = first; at < end; at++) {
    const one = kinds[at % kinds.length];
    const name = `${one?.name} of the team that looks after region ${at} and its neighbours`;
    await stage.call('POST', '/v1/channels', at < kinds.length ? one : { ...one, name });
  }
}

export async function silence(stage: Served, model: string): Promise<void> {
  const now = Date.now();
  const inDays = (days: number) => new Date(now + days * DAY_MS).toISOString();
  const author = 'Ada';
  for (const draft of [
    {
      matchers: [`model=${model}`, 'column=country'],
      endsAt: inDays(3),
      comment: 'Portugal was opened on purpose; the next version knows it',
      author,
    },
    {
      matchers: ['model=flight-delay'],
      endsAt: inDays(180),
      repeat: { cron: '0 3 * * MON', durationMinutes: 120 },
      comment: 'weekly reload of the warehouse',
      author: 'Grace',
    },
    {
      matchers: ['environment=staging', 'severity!=critical'],
      startsAt: inDays(2),
      endsAt: inDays(4),
      comment: 'migration of the feature store',
      author,
    },
  ]) {
    await stage.call('POST', '/v1/silences', draft);
  }
}

export async function silenceTooMuch(stage: Served): Promise<void> {
  const endsAt = new Date(Date.now() + 30 * DAY_MS).toISOString();
  for (let at = 0; at < 25; at++) {
    await stage.call('POST', '/v1/silences', {
      matchers: [
        `model=${LONG_NAME}`,
        `column=a_feature_whose_name_goes_on_and_on_because_nobody_stopped_it`,
        'segment!~"region=.*north.*|region=.*south.*|region=.*elsewhere.*"',
      ],
      endsAt,
      comment: `Ticket ${4_100 + at}: the vendor promised three times to correct the unit of this column and has not, so nobody is to be called out of bed for it again before the contract was looked at`,
      author: 'somebody-with-a-long-name@a-company-with-a-long-name.example.com',
    });
  }
}

/** Rows that are refused, as they come from a service that was set up in a hurry. */
export async function sendBadRows(stage: Served, model: string, count: number): Promise<void> {
  const time = new Date(Date.now() - DAY_MS).toISOString();
  const long = 'a comment that somebody sends along '.repeat(8);
  const rows = Array.from({ length: count }, (_, at) =>
    JSON.stringify(
      at % 4 === 0
        ? { predictionId: `q${at}`, features: { amount: 100 + at, country: 'DE' }, score: 0.2 }
        : at % 4 === 1
          ? { predictionId: `q${at}`, time: 'yesterday', features: { amount: at } }
          : at % 4 === 2
            ? { predictionId: `q${at}`, time, features: { amount: at }, score: 'high' }
            : { time, features: { amount: at, note: count > 100 ? long : 'none' }, score: 0.4 },
    ),
  );
  // The answer says that they were refused.
  await fetch(`${stage.url}/v1/models/${model}/predictions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: [...rows, '{"predictionId":"cut off'].join('\n'),
  });
}

/** Many keys; the first closes the server to whoever has none, so it comes last. */
export async function makeKeys(stage: Served): Promise<string> {
  const post = async (name: string, scope: string, key?: string) => {
    const answer = await fetch(`${stage.url}/v1/keys`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ name, scope }),
    });
    if (!answer.ok) throw new Error(`no key was made: ${await answer.text()}`);
    return ((await answer.json()) as { secret: string }).secret;
  };
  const admin = await post('Ada', 'admin');
  for (let at = 0; at < 20; at++) {
    const scope = at % 3 === 0 ? 'read' : 'ingest';
    await post(`the service that asks for a price in market ${at}, blue and green`, scope, admin);
  }
  return admin;
}

/** Monitors whose turns have failed for hours, and that wait for the next one. */
export async function failMonitors({ pool }: Stage, nowMs: number): Promise<void> {
  const { rows } = await pool.query<{ model_id: string }>(
    "SELECT model_id FROM models WHERE name ~ '^model-1' ORDER BY name LIMIT 12",
  );
  for (const [at, { model_id }] of rows.entries()) {
    await pool.query(
      `INSERT INTO model_schedule (model_id, last_served_at, failures, not_before)
       VALUES ($1, $2, $3, $4) ON CONFLICT (model_id) DO UPDATE
       SET failures = excluded.failures, not_before = excluded.not_before`,
      [model_id, new Date(nowMs - HOUR_MS), 7, new Date(nowMs + HOUR_MS)],
    );
    await pool.query(
      `UPDATE monitors SET next_window_end = $2,
         evaluated_until = $2::timestamptz - interval '1 day' WHERE model_id = $1`,
      [model_id, new Date(nowMs - (at + 5) * 7 * HOUR_MS)],
    );
  }
}
