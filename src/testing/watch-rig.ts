import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { createBaselineRowStore } from '../adapters/storage/clickhouse/baseline-row-store.ts';
import { createMeasurementStore } from '../adapters/storage/clickhouse/measurements.ts';
import { createProfileStore } from '../adapters/storage/clickhouse/profile-store.ts';
import { createAlertStore } from '../adapters/storage/postgres/alert-store.ts';
import { createBaselineStore } from '../adapters/storage/postgres/baseline-store.ts';
import { createChannelStore } from '../adapters/storage/postgres/channel-store.ts';
import { createEvaluationStore } from '../adapters/storage/postgres/evaluation-store.ts';
import { createModelStore } from '../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../adapters/storage/postgres/monitor-store.ts';
import { createScheduleStore } from '../adapters/storage/postgres/schedule-store.ts';
import type { BaselineRow } from '../monitoring/baseline/baseline-row-store.ts';
import type { Model } from '../monitoring/model/model.ts';
import type { ModelDraft } from '../monitoring/model/model-store.ts';
import type { MonitorDraft } from '../monitoring/monitor/monitor-store.ts';
import type { ScheduledMonitor } from '../monitoring/schedule/schedule.ts';
import { createEvaluationLoop, type EvaluationDeps } from '../server/jobs/evaluation-loop.ts';
import { monitorDraft } from './control-plane.ts';
import { createTestModel, startIngestRig, testLogger, waitUntil } from './ingest-rig.ts';

/** For machines that are busy with other tests. */
export const PATIENCE_MS = 90_000;

/** From a body over HTTP to alerts, on real engines, without the server around it. */
export async function startWatchRig(engines: { postgres: Pool; clickhouse: ClickHouseClient }) {
  const { postgres, clickhouse } = engines;
  const ingest = await startIngestRig(engines);
  const stores = {
    models: createModelStore(postgres),
    baselines: createBaselineStore(postgres),
    profiles: createProfileStore(clickhouse),
    monitors: createMonitorStore(postgres),
    evaluations: createEvaluationStore(postgres),
    alerts: createAlertStore(postgres),
    channels: createChannelStore(postgres),
    schedule: createScheduleStore(postgres),
    measurements: createMeasurementStore(clickhouse),
  };

  async function post(model: Model, kind: 'predictions' | 'labels', rows: readonly object[]) {
    const response = await ingest.app.inject({
      method: 'POST',
      url: `/v1/models/${encodeURIComponent(model.name)}/${kind}`,
      headers: { 'content-type': 'application/x-ndjson' },
      payload: rows.map((row) => JSON.stringify(row)).join('\n'),
    });
    if (response.statusCode !== 202) throw new Error(response.body);
  }

  return {
    ...stores,
    post,

    newModel: (draft: Partial<ModelDraft>) => createTestModel(postgres, draft),

    /** Gives a model a baseline of these rows. */
    async newBaseline(model: Model, rows: readonly BaselineRow[]): Promise<void> {
      const rowStore = createBaselineRowStore(clickhouse);
      const { projectId, modelId } = model;
      const begun = await stores.baselines.begin({ projectId, modelId, name: 'b', version: null });
      await rowStore.append(model, begun, 0, rows);
      const grids = await rowStore.buildGrids(model, begun);
      await stores.profiles.countBaseline(model, { ...begun, grids });
      const result = { rows: rows.length, sourceRows: rows.length, grids };
      await stores.baselines.complete(begun.baselineId, result);
    },

    async newMonitor(
      model: Model,
      draft: Partial<MonitorDraft>,
      historyUntilMs: number | null = null,
    ): Promise<ScheduledMonitor> {
      const created = await stores.monitors.create(model, monitorDraft(draft), historyUntilMs);
      if (created === 'name_taken') throw new Error(created);
      return created;
    },

    newLoop(change: Partial<EvaluationDeps> = {}) {
      return createEvaluationLoop({
        ...stores,
        logger: testLogger,
        now: Date.now,
        publicUrl: null,
        settings: { idleMs: 100, restMs: 0 },
        ...change,
      });
    },

    /** Waits until every window that ended by then has been evaluated. */
    evaluated: (monitor: ScheduledMonitor, untilMs: number) =>
      waitUntil(async () => {
        const found = await stores.monitors.get(monitor.projectId, monitor.monitorId);
        return (found?.evaluatedUntilMs ?? 0) >= untilMs;
      }, PATIENCE_MS),

    /** `hour revision cause verdict(reason)` of every evaluation, oldest first. */
    async evaluationsOf(monitor: ScheduledMonitor, zeroMs: number): Promise<string[]> {
      const { rows } = await postgres.query<{ at: Date; text: string; check: string }>(
        `SELECT window_start AS at, concat(revision, ' ', cause,
           CASE WHEN historical THEN ' historical' END, ' ',
           (SELECT string_agg(concat(r ->> 'verdict', '(' || (r ->> 'reason') || ')'), ' ' ORDER BY r ->> 'checkId')
            FROM jsonb_array_elements(results) r)) AS text
         FROM evaluations WHERE monitor_id = $1 ORDER BY window_start, revision`,
        [monitor.monitorId],
      );
      return rows.map((row) => `${(row.at.getTime() - zeroMs) / 3_600_000} ${row.text}`);
    },

    /** Waits until everything that was accepted is stored. */
    drained: () => ingest.ingest.drained(),

    stop: () => ingest.stop(),
  };
}

export type WatchRig = Awaited<ReturnType<typeof startWatchRig>>;
