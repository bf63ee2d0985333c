import type { Pool } from 'pg';
import { pino } from 'pino';
import { createChannelSenders } from '../adapters/channels/senders.ts';
import { createChannelStore } from '../adapters/storage/postgres/channel-store.ts';
import { createEvaluationStore } from '../adapters/storage/postgres/evaluation-store.ts';
import { createMonitorStore } from '../adapters/storage/postgres/monitor-store.ts';
import { createOutboxStore } from '../adapters/storage/postgres/outbox-store.ts';
import { createScheduleStore } from '../adapters/storage/postgres/schedule-store.ts';
import type { CheckResult } from '../monitoring/alert/alert.ts';
import type { ChannelSetup } from '../monitoring/notification/notification.ts';
import { createMessageWriter } from '../server/jobs/evaluation/message-writer.ts';
import { createOutboxLoop } from '../server/jobs/outbox-loop.ts';
import { checkResult, HOUR_MS, monitorDraft } from './control-plane.ts';
import { createTestModel } from './ingest-rig.ts';

let names = 0;

/** One monitor whose evaluations a test writes by hand, and the way from there to its channels. */
export async function createNoticeRig(pool: Pool) {
  const model = await createTestModel(pool, { name: `told of ${++names}` });
  const created = await createMonitorStore(pool).create(model, monitorDraft(), null);
  if (created === 'name_taken') throw new Error(created);
  const claim = { owner: 'me', nowMs: 1e12, leaseMs: 600_000, restMs: 0, fair: true };
  await createScheduleStore(pool).claim(claim);
  const write = createMessageWriter({
    model,
    monitor: created,
    baseline: null,
    publicUrl: 'https://leeway.example',
    nowMs: 5e11,
  });

  return {
    pool,
    monitorId: created.monitorId,
    async channel(setup: ChannelSetup): Promise<string> {
      const draft = { name: `channel ${++names}`, enabled: true, ...setup };
      const channel = await createChannelStore(pool).create('default', draft);
      if (channel === 'name_taken') throw new Error(channel);
      return channel.channelId;
    },
    /** One evaluation of a window, with a verdict for each of so many segments. */
    async judge(hour: number, verdicts: readonly CheckResult['verdict'][]): Promise<void> {
      const results = verdicts.map((verdict, i) =>
        checkResult(verdict, { checkId: `psi@country=${i}`, segment: `country=${i}` }),
      );
      const outcome = await createEvaluationStore(pool).commit(
        {
          monitorId: created.monitorId,
          modelId: model.modelId,
          monitorVersion: 1,
          baselineId: null,
          windowStartMs: hour * HOUR_MS,
          windowEndMs: (hour + 1) * HOUR_MS,
          cause: 'scheduled',
          historical: false,
          evaluatedAtMs: Date.now(),
          results,
          labelCoverage: null,
          partial: false,
        },
        {
          owner: 'me',
          nextWindowEndMs: null,
          committedAtMs: Date.now(),
          write,
          beforeCommit: async () => {},
        },
      );
      if (outcome.kind !== 'recorded') throw new Error(outcome.kind);
    },
    remove: () => createMonitorStore(pool).remove('default', created.monitorId, write),
    /** Nobody has to wait for retries whose clock is pushed. */
    startLoop(now: () => number = Date.now) {
      const loop = createOutboxLoop({
        outbox: createOutboxStore(pool),
        senders: createChannelSenders(),
        logger: pino({ level: 'silent' }),
        now,
        random: () => 0.5,
        idleMs: 20,
      });
      loop.start();
      return loop;
    },
    async states(channelId: string): Promise<readonly string[]> {
      const { rows } = await pool.query<{ text: string }>(
        `SELECT concat(body ->> 'type', ' ', cardinality(alert_ids), ' ', state) AS text
         FROM notifications WHERE channel_id = $1 ORDER BY sequence`,
        [channelId],
      );
      return rows.map((row) => row.text);
    },
  };
}
