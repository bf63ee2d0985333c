import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { newWebhookSecret } from '../../adapters/channels/webhook/sign.ts';
import { createBaselineStore } from '../../adapters/storage/postgres/baseline-store.ts';
import { createModelStore } from '../../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../../adapters/storage/postgres/monitor-store.ts';
import { createSilenceMarks } from '../../adapters/storage/postgres/silences/silence-marks.ts';
import { createSilenceStore } from '../../adapters/storage/postgres/silences/silence-store.ts';
import type { Repeat } from '../../monitoring/silence/silence.ts';
import { HOUR_MS } from '../../testing/control-plane.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createNoticeRig } from '../../testing/notice-rig.ts';
import { startSlack } from '../../testing/slack-receiver.ts';
import { startReceiver } from '../../testing/webhook-receiver.ts';
import type { Loop } from '../jobs/loop.ts';
import { reviewSilences } from './review-silences.ts';

vi.setConfig({ testTimeout: 120_000 });

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let slack: Awaited<ReturnType<typeof startSlack>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let rig: Awaited<ReturnType<typeof createNoticeRig>>;
let loop: Loop;
let slackId: string;
let webhookId: string;

beforeAll(async () => {
  slack = await startSlack();
  receiver = await startReceiver();
});
afterAll(async () => {
  await slack.stop();
  await receiver.stop();
});
beforeEach(async () => {
  postgres = await freshPostgres({ migrated: true });
  rig = await createNoticeRig(postgres.pool);
  slack.calls.length = 0;
  slackId = await rig.channel({
    kind: 'slack',
    config: { token: 'xoxb-1', channel: '#alerts', apiUrl: slack.apiUrl, runbookUrl: null },
  });
  const config = { url: receiver.url, secret: newWebhookSecret() };
  webhookId = await rig.channel({ kind: 'webhook', config });
  loop = rig.startLoop();
});
afterEach(async () => {
  await loop.stop();
  await postgres.drop();
});

const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000 });
const textOf = (i: number) => String(slack.calls[i]?.body['text']);
const critical = (count: number) => Array.from({ length: count }, () => 'critical' as const);
const ok = (count: number) => Array.from({ length: count }, () => 'ok' as const);

async function silence(segments: string, repeat: Repeat | null = null): Promise<string> {
  const nowMs = Date.now();
  const draft = {
    matchers: [{ label: 'segment', operator: '=~', value: segments } as const],
    startMs: nowMs - 1_000,
    endMs: nowMs + 24 * HOUR_MS,
    repeat,
    author: 'ann',
    comment: 'a migration',
  };
  return (await createSilenceStore(postgres.pool).create('default', draft, nowMs)).silenceId;
}

const review = () =>
  reviewSilences({
    silences: createSilenceStore(postgres.pool),
    marks: createSilenceMarks(postgres.pool),
    subjects: {
      models: createModelStore(postgres.pool),
      monitors: createMonitorStore(postgres.pool),
      baselines: createBaselineStore(postgres.pool),
    },
    publicUrl: null,
    now: Date.now,
  });

/** Ends a silence, and looks at what follows as several servers would: more than once. */
async function end(silenceId: string): Promise<void> {
  await createSilenceStore(postgres.pool).expire('default', silenceId, Date.now());
  await Promise.all([review(), review()]);
  await review();
}

async function alertsOf(channelId: string): Promise<readonly string[]> {
  const { rows } = await postgres.pool.query<{ told: string }>(
    `SELECT string_agg(a.segment, ' ' ORDER BY a.segment) AS told
     FROM notifications n JOIN alerts a ON a.alert_id = ANY(n.alert_ids)
     WHERE n.channel_id = $1 GROUP BY n.sequence ORDER BY n.sequence`,
    [channelId],
  );
  return rows.map((row) => row.told);
}

async function dropsBy(silenceId: string): Promise<readonly string[]> {
  const { rows } = await postgres.pool.query<{ drop: string }>(
    `SELECT concat(a.segment, ' ', t.kind, ' ', t.dropped) AS drop
     FROM alert_transitions t JOIN alerts a USING (alert_id)
     WHERE t.dropped_by = $1 AND NOT t.notify ORDER BY a.segment`,
    [silenceId],
  );
  return rows.map((row) => row.drop);
}

const QUIET_HALF = ['country=0', 'country=1', 'country=2'];
const LOUD_HALF = ['country=3', 'country=4', 'country=5'];

it.each([
  ['silenced', null],
  ['maintenance', { cron: '* * * * *', durationMs: 2 * HOUR_MS, timeZone: 'UTC' }],
] as const)(
  'half of a storm is %s: one message for the rest, and one for the half once it is over',
  async (reason, repeat) => {
    const silenceId = await silence('country=[0-2]', repeat);
    await rig.judge(1, critical(6));
    await eventually(() => expect(slack.calls.length).toBe(1));
    expect(textOf(0)).toMatch(/^Critical: 3 alerts of drift: 3 opened\. The worst: /);
    expect(await alertsOf(slackId)).toEqual([LOUD_HALF.join(' ')]);
    expect(await dropsBy(silenceId)).toEqual(QUIET_HALF.map((one) => `${one} opened ${reason}`));

    // What goes on tells nobody anything new.
    await rig.judge(2, critical(6));
    await end(silenceId);
    await eventually(() => expect(slack.calls.length).toBe(2));
    expect(textOf(1)).toMatch(/^Critical: 3 alerts of drift: 3 still open after a silence\. /);
    expect(slack.calls[1]?.body).not.toHaveProperty('thread_ts');
    expect(await alertsOf(slackId)).toEqual([LOUD_HALF.join(' '), QUIET_HALF.join(' ')]);

    await rig.judge(3, ok(6));
    await eventually(async () =>
      expect(await rig.states(slackId)).toEqual([
        'alerts.changed 3 delivered',
        'alerts.changed 3 delivered',
        'alerts.changed 6 delivered',
      ]),
    );
    // Programs are told of each by itself, and of nothing twice.
    const each = [...Array(6).fill('alert.opened'), ...Array(6).fill('alert.resolved')];
    await eventually(async () =>
      expect(await rig.states(webhookId)).toEqual(each.map((type) => `${type} 1 delivered`)),
    );
    expect((await alertsOf(webhookId)).slice(0, 6).toSorted()).toEqual([
      ...QUIET_HALF,
      ...LOUD_HALF,
    ]);
  },
);

it('what was told of before a silence goes on in its own thread, where everybody sees it', async () => {
  await rig.judge(1, critical(1));
  await eventually(() => expect(slack.calls.length).toBe(1));
  await eventually(async () =>
    expect(await rig.states(slackId)).toEqual(['alert.opened 1 delivered']),
  );
  const silenceId = await silence('country=.*');
  await rig.judge(2, critical(1));
  // Marks it as silenced, so that its end is noticed.
  await review();
  await end(silenceId);
  await eventually(() => expect(slack.calls.length).toBe(2));
  const ts = slack.calls[1]?.body['thread_ts'];
  expect(ts).toMatch(/^1700000000\./);
  expect(slack.calls[1]?.body).toMatchObject({ reply_broadcast: true });
  expect(textOf(1)).toContain('A silence is over, and this goes on.');

  await rig.judge(3, ok(1));
  await eventually(() => expect(slack.calls.length).toBe(4));
  expect(slack.calls.slice(2)).toMatchObject([
    { method: 'chat.update', body: { ts } },
    { method: 'chat.postMessage', body: { thread_ts: ts } },
  ]);
  expect(await rig.states(slackId)).toHaveLength(3);
});
