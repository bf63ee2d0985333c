import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { createTelemetryRetention } from '../adapters/storage/clickhouse/retention/telemetry-retention.ts';
import { createDeliveryLog } from '../adapters/storage/postgres/delivery-log-store.ts';
import { createControlRetention } from '../adapters/storage/postgres/retention/control-retention.ts';
import type { Model } from '../monitoring/model/model.ts';
import type { Retention } from '../monitoring/retention/retention.ts';
import { enforceRetention } from '../server/retention/enforce-retention.ts';
import { testLogger, waitUntil } from './ingest-rig.ts';
import { storePredictions } from './telemetry-rows.ts';

export const DAY_MS = 86_400_000;
export const FOR_EVER: Retention = { rows: null, results: null, alerts: null, records: null };
const HOUR_MS = 3_600_000;

/** Turns of retention over both stores, at times that a test chooses. */
export function createRetentionRig({
  postgres,
  clickhouse,
}: {
  postgres: Pool;
  clickhouse: ClickHouseClient;
}) {
  let arrival = 0;
  const telemetry = createTelemetryRetention(clickhouse);
  const control = createControlRetention(postgres);

  async function numberOf(query: string): Promise<number> {
    const result = await clickhouse.query({ query, format: 'JSONEachRow' });
    const [row] = await result.json<{ n: string }>();
    return Number(row?.n ?? 0);
  }
  const mutations = (running = '') =>
    numberOf(`SELECT count() AS n FROM system.mutations
      WHERE database = currentDatabase() ${running}`);

  async function turn(
    retention: Partial<Retention>,
    nowMs: number,
    signal = new AbortController().signal,
  ): Promise<boolean> {
    const ran = await enforceRetention(
      {
        telemetry,
        control,
        deliveries: createDeliveryLog(postgres),
        retention: { ...FOR_EVER, ...retention },
        logger: testLogger,
        now: () => nowMs,
      },
      signal,
    );
    await waitUntil(async () => (await mutations('AND NOT is_done')) === 0, 30_000);
    return ran;
  }

  return {
    telemetry,
    control,
    numberOf,
    mutations: () => mutations(),
    turn,

    /** Forgets, and an hour later removes. */
    async turns(retention: Partial<Retention>, nowMs: number): Promise<void> {
      await turn(retention, nowMs);
      await turn(retention, nowMs + HOUR_MS);
    },

    /** Predictions `name0`, `name1` and so on, of one hour and one arrival. */
    async arrive(model: Model, name: string, hourMs: number, arrivedAtMs: number, rows = 3) {
      await storePredictions(
        clickhouse,
        model,
        Array.from({ length: rows }, (_, index) => ({
          id: `${name}${index}`,
          timeMs: hourMs + index,
          arrival: arrival++,
          arrivedAtMs,
        })),
      );
    },

    /** How many rows each hour has, by its place after `zeroMs`. */
    async hoursIn(table: string, model: Model, zeroMs: number): Promise<Record<string, number>> {
      const result = await clickhouse.query({
        query: `SELECT toUnixTimestamp(hour) AS at, count() AS n FROM ${table}
          WHERE model_id = {model:String} GROUP BY hour ORDER BY hour`,
        query_params: { model: model.modelId },
        format: 'JSONEachRow',
      });
      const rows = await result.json<{ at: number; n: string }>();
      return Object.fromEntries(
        rows.map(({ at, n }) => [at === 0 ? 'unknown' : (at * 1000 - zeroMs) / HOUR_MS, Number(n)]),
      );
    },
  };
}
