import type { ClickHouseClient } from '@clickhouse/client';
import type { SinkBlock } from '../../../monitoring/ingest/telemetry-sink.ts';
import { PREDICTION_INDEX_COLUMNS } from './encode-prediction.ts';
import { readFrames } from './frames.ts';
import { insertRowBinary } from './insert-row-binary.ts';
import { QUERY_LIMITS } from './query-limits.ts';

/** A row of the index is the start of the row of the prediction. */
export function insertPredictionIndex(
  client: ClickHouseClient,
  { token, payload, frames }: SinkBlock,
): Promise<string | undefined> {
  const rows = readFrames(frames);
  let bytes = 0;
  for (let row = 0; row < rows.rows; row += 1) bytes += rows.indexLength(row);
  const index = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (let row = 0; row < rows.rows; row += 1) {
    const start = rows.start(row);
    index.set(payload.subarray(start, start + rows.indexLength(row)), at);
    at += rows.indexLength(row);
  }
  return insertRowBinary(client, {
    table: 'prediction_index',
    columns: PREDICTION_INDEX_COLUMNS,
    token,
    payload: index,
  });
}

export interface FoundPrediction {
  /** Of the first write; of several variants that of the champion. */
  readonly hourSeconds: number;
  /** Of every variant and version of it. */
  readonly eventTimesMs: readonly number[];
}

interface FoundRow {
  prediction_id: string;
  hour_seconds: number;
  times_ms: string[];
}

/** Ids travel in the URL, and servers refuse long ones. */
const CHUNK_URL_BYTES = 6_000;
const PARALLEL = 4;

const FIND_SQL = `
  SELECT prediction_id,
    toUnixTimestamp(argMax(hour, (variant = 'champion', precedence))) AS hour_seconds,
    groupUniqArray(toUnixTimestamp64Milli(event_time)) AS times_ms
  FROM prediction_index
  WHERE project_id = {project:String} AND model_id = {model:String}
    AND prediction_id IN {ids:Array(String)}
  GROUP BY prediction_id`;

/** When the predictions of these ids were made; ids nobody has sent yet are left out. */
export async function findPredictions(
  client: ClickHouseClient,
  projectId: string,
  modelId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundPrediction>> {
  const found = new Map<string, FoundPrediction>();
  const chunks = chunksOf([...new Set(ids)]);
  const work = async () => {
    for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop()) {
      const result = await client.query({
        query: FIND_SQL,
        query_params: { project: projectId, model: modelId, ids: chunk },
        format: 'JSONEachRow',
        clickhouse_settings: QUERY_LIMITS,
      });
      for (const row of await result.json<FoundRow>()) {
        found.set(row.prediction_id, {
          hourSeconds: row.hour_seconds,
          eventTimesMs: row.times_ms.map(Number),
        });
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return found;
}

function chunksOf(ids: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let room = 0;
  for (const id of ids) {
    // Two quotes and a comma, three bytes each.
    const bytes = encodeURIComponent(id).length + 9;
    let chunk = chunks.at(-1);
    if (chunk === undefined || room < bytes) {
      chunk = [];
      chunks.push(chunk);
      room = CHUNK_URL_BYTES;
    }
    chunk.push(id);
    room -= bytes;
  }
  return chunks;
}
