import type { ClickHouseClient } from '@clickhouse/client';
import { dateTimeText } from '../adapters/storage/clickhouse/date-time-text.ts';
import type { Model } from '../monitoring/model/model.ts';

/** A prediction as a test states it; the rest of the row has plain defaults. */
export interface TestPrediction {
  readonly id: string;
  readonly timeMs: number;
  readonly variant?: string;
  readonly version?: string;
  readonly environment?: string;
  readonly num?: Readonly<Record<number, number>>;
  readonly cat?: Readonly<Record<number, string>>;
  readonly txt?: Readonly<Record<number, string>>;
  readonly emb?: Readonly<Record<number, readonly number[]>>;
  readonly flaws?: Readonly<Record<number, number>>;
  readonly outputs?: readonly {
    readonly name: string;
    readonly score?: number | null;
    readonly decision?: string;
    readonly value?: number | null;
  }[];
  readonly status?: 'ok' | 'error';
  readonly latencyMs?: number | null;
  readonly weight?: number;
  /** Place in the order of arrival; earlier wins. */
  readonly arrival: number;
  readonly arrivedAtMs?: number;
}

export interface TestLabel {
  readonly id: string;
  readonly output?: string;
  /** 0 while the prediction is unknown. */
  readonly hourMs: number;
  readonly text?: string | null;
  readonly number?: number | null;
  readonly sequence: number;
  readonly arrivedAtMs?: number;
}

const HOUR_MS = 3_600_000;
const LATER_MS = 40 * 365 * 24 * HOUR_MS + Date.UTC(2000, 0, 1);

export async function storePredictions(
  client: ClickHouseClient,
  model: Model,
  rows: readonly TestPrediction[],
): Promise<void> {
  const index = rows.map((row) => ({
    project_id: model.projectId,
    model_id: model.modelId,
    prediction_id: row.id,
    variant: row.variant ?? 'champion',
    hour: Math.floor(row.timeMs / HOUR_MS) * 3600,
    event_time: dateTimeText(row.timeMs),
    ingested_at: dateTimeText(row.arrivedAtMs ?? LATER_MS),
    content_hash: String(row.arrival),
    precedence: String(10 ** 12 - row.arrival),
  }));
  await client.insert({
    table: 'predictions',
    format: 'JSONEachRow',
    values: rows.map((row, position) => ({
      ...index[position],
      version: row.version ?? 'v1',
      environment: row.environment ?? 'production',
      num: row.num ?? {},
      cat: row.cat ?? {},
      txt: row.txt ?? {},
      emb: row.emb ?? {},
      flaws: row.flaws ?? {},
      ...outputColumns(model, row.outputs ?? []),
      status: row.status ?? 'ok',
      latency_ms: row.latencyMs ?? null,
      weight: row.weight ?? 1,
    })),
    clickhouse_settings: { insert_deduplicate: 0 },
  });
  await client.insert({
    table: 'prediction_index',
    format: 'JSONEachRow',
    values: index,
    clickhouse_settings: { insert_deduplicate: 0 },
  });
}

function outputColumns(model: Model, outputs: NonNullable<TestPrediction['outputs']>) {
  const declared = (name: string) => model.outputs.find((output) => output.name === name);
  return {
    'outputs.name': outputs.map((output) => output.name),
    'outputs.task': outputs.map((output) => declared(output.name)?.task ?? ''),
    'outputs.classes': outputs.map((output) => declared(output.name)?.classes ?? []),
    'outputs.positive_class': outputs.map((output) => declared(output.name)?.positiveClass ?? ''),
    'outputs.score': outputs.map((output) => output.score ?? null),
    'outputs.decision': outputs.map((output) => output.decision ?? ''),
    'outputs.value': outputs.map((output) => output.value ?? null),
  };
}

export async function storeLabels(
  client: ClickHouseClient,
  model: Model,
  rows: readonly TestLabel[],
): Promise<void> {
  await client.insert({
    table: 'labels',
    format: 'JSONEachRow',
    values: rows.map((row) => ({
      project_id: model.projectId,
      model_id: model.modelId,
      hour: Math.floor(row.hourMs / HOUR_MS) * 3600,
      prediction_id: row.id,
      output: row.output ?? 'default',
      text: row.text ?? null,
      number: row.number ?? null,
      labelled_at: dateTimeText(0),
      ingested_at: dateTimeText(row.arrivedAtMs ?? 0),
      sequence: String(row.sequence),
    })),
    clickhouse_settings: { insert_deduplicate: 0 },
  });
}
