import type { ClickHouseClient } from '@clickhouse/client';
import type { Model } from '../../../../monitoring/model/model.ts';
import { dateTimeText } from '../date-time-text.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import { sqlIntegers } from './sql-number.ts';

/** Rows are stamped when their block is built and seen when it is written; an engine may be
 *  frozen between. What was stored this long before the last look is looked for again. */
const OVERLAP_MS = 30_000;
const MAXIMUM_BLOCKS = 5_000;
const BLOCKS_AT_ONCE = 500;
const ROWS_AT_ONCE = 200_000;

/** Some blocks of predictions and labels that nobody has looked through yet. */
export interface NewRows {
  /** SQL: the condition on `stored_at` that they meet. */
  readonly condition: string;
}

interface Block {
  readonly storedAtMs: number;
  readonly rows: number;
}

/** Walks through newly stored rows, a bounded number at a time. How far it came is kept in the
 *  store; which blocks of the overlap are done is only remembered, so after a restart those are
 *  looked through once more, which changes nothing. */
export function createNewRows(client: ClickHouseClient) {
  const done = new Map<string, Map<number, number>>();

  const select = async <T>(model: Model, query: string, params: Record<string, unknown> = {}) => {
    const result = await client.query({
      query,
      format: 'JSONEachRow',
      query_params: { project: model.projectId, model: model.modelId, ...params },
      clickhouse_settings: QUERY_LIMITS,
    });
    return result.json<T>();
  };

  async function blocksSince(model: Model, sinceMs: number): Promise<Block[]> {
    const rows = await select<{ at: string; total: string }>(
      model,
      `SELECT toUnixTimestamp64Milli(stored_at) AS at, count() AS total FROM (
        SELECT stored_at FROM prediction_index WHERE ${CONDITION}
        UNION ALL SELECT stored_at FROM labels WHERE ${CONDITION}
      ) GROUP BY at ORDER BY at LIMIT ${MAXIMUM_BLOCKS}`,
      { since: sinceMs },
    );
    return rows.map((row) => ({ storedAtMs: Number(row.at), rows: Number(row.total) }));
  }

  return async function forEachNewRows(
    model: Model,
    work: (rows: NewRows) => Promise<void>,
  ): Promise<void> {
    const known = done.get(model.modelId) ?? new Map<number, number>();
    done.set(model.modelId, known);
    for (let isMore = true; isMore; ) {
      const [state] = await select<{ now: string; seen: string }>(
        model,
        `SELECT toUnixTimestamp64Milli(now64(3)) AS now,
           toUnixTimestamp64Milli(max(seen_until)) AS seen
         FROM reconciliations
         WHERE project_id = {project:String} AND model_id = {model:String}`,
      );
      const sinceMs = Math.max(0, Number(state?.seen ?? 0) - OVERLAP_MS);
      for (const at of known.keys()) if (at < sinceMs) known.delete(at);
      const blocks = await blocksSince(model, sinceMs);
      const fresh = blocks.filter((block) => (known.get(block.storedAtMs) ?? 0) < block.rows);
      for (const slice of cut(fresh)) {
        await work({ condition: conditionOf(slice) });
        for (const block of slice) known.set(block.storedAtMs, block.rows);
      }
      isMore = blocks.length === MAXIMUM_BLOCKS;
      const last = blocks.at(-1)?.storedAtMs ?? 0;
      const seenMs = isMore ? last + OVERLAP_MS : Number(state?.now ?? 0);
      // Nothing new and nothing beyond: where it stands can stay.
      if (fresh.length === 0 && !isMore) continue;
      await client.insert({
        table: 'reconciliations',
        format: 'JSONEachRow',
        values: [
          {
            project_id: model.projectId,
            model_id: model.modelId,
            seen_until: dateTimeText(seenMs),
          },
        ],
      });
    }
  };
}

const CONDITION = `project_id = {project:String} AND model_id = {model:String}
  AND stored_at >= fromUnixTimestamp64Milli({since:Int64})`;

function cut(blocks: readonly Block[]): Block[][] {
  const slices: Block[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    const slice = slices.at(-1);
    if (slice !== undefined && rows + block.rows <= ROWS_AT_ONCE && slice.length < BLOCKS_AT_ONCE) {
      slice.push(block);
      rows += block.rows;
    } else {
      slices.push([block]);
      rows = block.rows;
    }
  }
  return slices;
}

/** The range lets the index skip what is older, the list what is done. */
function conditionOf(blocks: readonly Block[]): string {
  const times = blocks.map((block) => block.storedAtMs);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return `(stored_at >= fromUnixTimestamp64Milli(${sqlIntegers([first])})
    AND stored_at <= fromUnixTimestamp64Milli(${sqlIntegers([last])})
    AND toUnixTimestamp64Milli(stored_at) IN (${sqlIntegers(times)}))`;
}
