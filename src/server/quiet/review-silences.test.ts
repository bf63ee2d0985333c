import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createBaselineStore } from '../../adapters/storage/postgres/baseline-store.ts';
import { createChannelStore } from '../../adapters/storage/postgres/channel-store.ts';
import { createEvaluationStore } from '../../adapters/storage/postgres/evaluation-store.ts';
import { createModelStore } from '../../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../../adapters/storage/postgres/monitor-store.ts';
import { createOverviewReadModel } from '../../adapters/storage/postgres/overview-read-model.ts';
import { createScheduleStore } from '../../adapters/storage/postgres/schedule-store.ts';
import { createSilenceMarks } from '../../adapters/storage/postgres/silences/silence-marks.ts';
import { createSilenceStore } from '../../adapters/storage/postgres/silences/silence-store.ts';
import type { Matcher } from '../../monitoring/silence/matcher.ts';
import type { Repeat } from '../../monitoring/silence/silence.ts';
import { HOUR_MS, plantModel } from '../../testing/control-plane.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createEvaluationRig } from '../../testing/evaluation-rig.ts';
import { reviewSilences } from './review-silences.ts';

describe('silences, from verdicts to messages', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  beforeAll(async () => {
    postgres = await freshPostgres({ migrated: true });
    await createChannelStore(postgres.pool).create('default', {
      name: 'hook',
      kind: 'webhook',
      config: { url: 'http://127.0.0.1:1/', secret: 'whsec_AAAA' },
      enabled: true,
    });
  });
  afterAll(() => postgres.drop());

  const rig = createEvaluationRig(() => ({
    evaluations: createEvaluationStore(postgres.pool),
    monitors: createMonitorStore(postgres.pool),
    alerts: createAlertStore(postgres.pool),
    schedule: createScheduleStore(postgres.pool),
    newModel: () => plantModel(postgres.pool),
    async told(modelId: string) {
      const { rows } = await postgres.pool.query<{ told: string }>(
        `SELECT concat(coalesce(body ->> 'kind', body ->> 'type'), ' ',
           coalesce(body ->> 'reason', body -> 'data' ->> 'reason')) AS told
         FROM notifications n JOIN alerts a ON a.alert_id = n.dedup_key
         WHERE a.model_id = $1 ORDER BY sequence`,
        [modelId],
      );
      return rows.map((row) => row.told);
    },
  }));
  beforeEach(rig.begin);
  const store = () => createSilenceStore(postgres.pool);
  const pool = () => postgres.pool;

  /** Just after the window of an hour was judged. */
  const judgedBy = (hour: number) => (hour + 1) * HOUR_MS + 2_000;

  const silence = (
    fromMs: number,
    endMs: number,
    change: { matchers?: Matcher[]; repeat?: Repeat } = {},
  ) =>
    store().create(
      'default',
      {
        matchers: change.matchers ?? [{ label: 'model', operator: '=', value: rig.model.modelId }],
        startMs: fromMs,
        endMs,
        repeat: change.repeat ?? null,
        author: 'ann',
        comment: 'a migration',
      },
      fromMs,
    );

  const review = (nowMs: number) =>
    reviewSilences({
      silences: store(),
      marks: createSilenceMarks(pool()),
      subjects: {
        models: createModelStore(pool()),
        monitors: createMonitorStore(pool()),
        baselines: createBaselineStore(pool()),
      },
      publicUrl: null,
      now: () => nowMs,
    });

  const latest = async () => {
    const { projectId, modelId } = rig.model;
    const [alert] = await createAlertStore(pool()).list(projectId, { modelId, limit: 1 });
    if (alert === undefined) throw new Error('there is no alert');
    return alert;
  };
  const acknowledge = async () => {
    const { projectId, alertId } = await latest();
    await createAlertStore(pool()).acknowledge(projectId, alertId, 'bob', null);
  };

  type Event = 'ok' | 'warning' | 'critical' | 'silence' | 'expire' | 'acknowledge' | 'nothing';

  /** One event an hour, the end of each looked at by the loop, twice. */
  async function live(events: readonly Event[]): Promise<readonly string[]> {
    let silenceId = '';
    for (const [hour, event] of events.entries()) {
      if (event === 'silence') {
        silenceId = (await silence(judgedBy(hour), judgedBy(hour) + 500 * HOUR_MS)).silenceId;
      } else if (event === 'expire') {
        await store().expire('default', silenceId, judgedBy(hour));
      } else if (event === 'acknowledge') await acknowledge();
      else if (event !== 'nothing') await rig.judge(hour, event);
      await review(judgedBy(hour) + 1);
      await review(judgedBy(hour) + 2);
    }
    return rig.told();
  }

  const OPENED = 'opened above_critical';
  const RESOLVED = 'resolved back_within_bounds';
  const REMINDED = 'alert.opened silence_ended';

  test.each<[string, Event[], string[]]>([
    ['opens and ends under it', ['silence', 'critical', 'ok', 'expire'], []],
    ['opens under it and goes on', ['silence', 'critical', 'critical', 'expire'], [REMINDED]],
    [
      'opens under it, goes on, and ends after it',
      ['silence', 'critical', 'expire', 'critical', 'ok'],
      [REMINDED, RESOLVED],
    ],
    [
      'was told of before, and ends under it',
      ['critical', 'silence', 'ok', 'expire'],
      [OPENED, RESOLVED],
    ],
    [
      'was told of before, and goes on',
      ['critical', 'silence', 'critical', 'expire', 'critical', 'ok'],
      [OPENED, REMINDED, RESOLVED],
    ],
    [
      'gets worse under it, and goes on',
      ['warning', 'silence', 'critical', 'expire', 'critical'],
      ['opened above_warning', REMINDED],
    ],
    [
      'gets worse under it, and ends under it',
      ['warning', 'silence', 'critical', 'ok', 'expire'],
      ['opened above_warning', RESOLVED],
    ],
    [
      'opens, ends and opens again under it',
      ['silence', 'critical', 'ok', 'critical', 'expire'],
      [REMINDED],
    ],
    [
      'opens under it and is acknowledged there',
      ['silence', 'critical', 'acknowledge', 'critical', 'expire', 'critical'],
      [],
    ],
    [
      'was told of, is acknowledged, and goes on',
      ['critical', 'acknowledge', 'silence', 'critical', 'expire', 'critical', 'ok'],
      [OPENED, RESOLVED],
    ],
    [
      'is acknowledged without a silence, and gets worse',
      ['warning', 'acknowledge', 'warning', 'critical', 'ok'],
      ['opened above_warning', 'escalated above_critical', RESOLVED],
    ],
    [
      'is silenced twice over',
      ['silence', 'critical', 'expire', 'silence', 'critical', 'expire', 'ok'],
      [REMINDED, REMINDED, RESOLVED],
    ],
  ])('an alert that %s', async (_, events, told) => {
    expect(await live(events)).toEqual(told);
  });

  it('judges first where the loop is late, and then is not told of twice', async () => {
    const { silenceId } = await silence(0, 500 * HOUR_MS);
    await rig.judge(1, 'critical');
    await store().expire('default', silenceId, judgedBy(1));
    await rig.judge(2, 'critical');
    await review(judgedBy(2));
    expect(await rig.told()).toEqual(['opened still_above_critical']);
  });

  it('is told of once, however many servers look at it', async () => {
    await silence(0, judgedBy(1));
    await rig.judge(1, 'critical');
    await Promise.all([review(judgedBy(1)), review(judgedBy(1)), review(judgedBy(1))]);
    expect(await rig.told()).toEqual([REMINDED]);
  });

  it('waits for the last of several silences, and does not notice one put in its place', async () => {
    const first = await silence(0, judgedBy(2));
    await silence(0, judgedBy(3));
    await rig.judge(1, 'critical');
    await review(judgedBy(2));
    expect(await rig.told()).toEqual([]);
    await review(judgedBy(3));
    expect(await rig.told()).toEqual([REMINDED]);

    const other = await silence(judgedBy(3), judgedBy(9));
    await review(judgedBy(3) + 1);
    const { matchers, startMs, endMs, repeat, author, comment } = other;
    const draft = { matchers, startMs, endMs: endMs + HOUR_MS, repeat, author, comment };
    const replaced = await store().replace('default', other.silenceId, draft, judgedBy(4));
    expect(replaced).toMatchObject({ replaces: other.silenceId });
    await review(judgedBy(4));
    expect(await rig.told()).toEqual([REMINDED]);
    expect(await store().replace('default', first.silenceId, draft, judgedBy(5))).toBe(
      'already_expired',
    );
    expect(await store().expire('default', 'sil_none', judgedBy(5))).toBe('not_found');
  });

  it('mutes by severity alone: what gets worse than that is told at once', async () => {
    const { modelId } = rig.model;
    await silence(0, judgedBy(9), {
      matchers: [
        { label: 'model', operator: '=', value: modelId },
        { label: 'severity', operator: '!=', value: 'critical' },
        { label: 'metric', operator: '=~', value: 'population_.*' },
        { label: 'environment', operator: '=', value: 'production' },
        { label: 'monitor', operator: '=', value: 'drift' },
        { label: 'check', operator: '=', value: 'psi' },
        { label: 'segment', operator: '=', value: '' },
      ],
    });
    await rig.judge(1, 'warning');
    await review(judgedBy(1));
    await rig.judge(2, 'critical');
    await review(judgedBy(2));
    await review(judgedBy(9));
    expect(await rig.told()).toEqual(['opened still_above_critical']);
  });

  it('mutes nothing of another model, and nothing before it begins', async () => {
    await silence(0, judgedBy(9), {
      matchers: [{ label: 'model', operator: '=', value: 'other' }],
    });
    await silence(judgedBy(5), judgedBy(9));
    await rig.judge(1, 'critical');
    await review(judgedBy(1));
    expect(await rig.told()).toEqual([OPENED]);
  });

  it('is in force again and again as a maintenance window', async () => {
    // 04:00 to 06:00 every day, UTC.
    const repeat = { cron: '0 4 * * *', durationMs: 2 * HOUR_MS, timeZone: 'UTC' };
    await silence(0, 1_000 * HOUR_MS, { repeat });
    await rig.judge(3, 'critical'); // judged at 04:00
    await review(judgedBy(3));
    expect(await rig.told()).toEqual([]);
    await rig.judge(4, 'critical');
    await rig.judge(5, 'critical'); // judged at 06:00
    expect(await rig.told()).toEqual(['opened still_above_critical']);
    await review(28 * HOUR_MS + 1);
    await review(30 * HOUR_MS + 1);
    expect(await rig.told()).toEqual(['opened still_above_critical', REMINDED]);
    const { alertId } = await latest();
    const steps = await createAlertStore(pool()).steps(alertId);
    expect(steps.map(({ notify, dropped }) => [notify, dropped])).toEqual([
      [false, 'maintenance'],
      [true, null],
    ]);
  });

  it('shows on the page of the model what is silenced, for as long as it is', async () => {
    const { silenceId } = await silence(judgedBy(1), judgedBy(2));
    await rig.judge(1, 'critical');
    const shown = async () => {
      const range = { startMs: 0, endMs: judgedBy(9) };
      const overview = createOverviewReadModel(pool());
      const [alert] = await overview.alerts(rig.model.modelId, range);
      return alert?.silencedBy;
    };
    expect(await shown()).toEqual([]);
    await review(judgedBy(1) + 1);
    expect(await shown()).toEqual([silenceId]);
    await review(judgedBy(2) + 1);
    expect(await shown()).toEqual([]);
  });

  it('names on the timeline what kept a message back', async () => {
    const { silenceId } = await silence(0, judgedBy(2));
    await rig.judge(1, 'critical');
    await acknowledge();
    await review(judgedBy(2));
    const { alertId } = await latest();
    const alerts = createAlertStore(pool());
    expect(await alerts.steps(alertId)).toMatchObject([
      { kind: 'opened', notify: false, dropped: 'silenced', droppedBy: silenceId },
    ]);
    expect(
      (await alerts.notes(alertId)).map(({ kind, dropped, notify }) => [kind, dropped, notify]),
    ).toEqual(
      expect.arrayContaining([
        ['acknowledged', null, false],
        ['silence_ended', 'acknowledged', false],
      ]),
    );
  });
});
