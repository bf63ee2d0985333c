import type { ClickHouseClient } from '@clickhouse/client';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import { HOUR_MS, type Model } from '../../../../monitoring/model/model.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import { inChunks } from './count-context.ts';
import { NUMERIC_CHUNK } from './count-numeric.ts';
import { SCORE_BINS } from './count-outcomes.ts';
import { countedColumns } from './counted-columns.ts';
import { hoursOf } from './row-source.ts';
import { countSegments, segmentFeatures } from './segments.ts';

/** Cells that one pass of statements counts together. */
export interface CountingPass {
  readonly cellStartsMs: readonly number[];
  readonly rows: number;
  readonly equalWeights: boolean;
  readonly withStrays: boolean;
}

const MAXIMUM_CELLS = 200;
const MAXIMUM_ROWS = 4_000_000;
const MAXIMUM_STATE_BYTES = 200_000_000;
const BIN_BYTES = 8;
/** Of a column, beside its bins: extremes, moments, distinct values. */
const COLUMN_BYTES = 1_000;
/** Of a bin of scores that occurs in a group: its key and a dozen sums. */
const SCORE_BYTES = 200;

/** Cuts cells into passes that stay within memory and time, by a look at how many rows they
 *  have. Cells without any are a pass of their own, which has nothing to count. */
export async function planCounting(
  client: ClickHouseClient,
  model: Model,
  baseline: Baseline | null,
  cellStartsMs: readonly number[],
): Promise<CountingPass[]> {
  const passes: CountingPass[] = [];
  const cells = [...new Set(cellStartsMs)].sort((a, b) => a - b);
  for (let from = 0; from < cells.length; from += MAXIMUM_CELLS) {
    const batch = cells.slice(from, from + MAXIMUM_CELLS);
    const hours = await lookAtHours(client, model, batch);
    const hourOf = (cell: number) => hours.get(Math.floor(cell / HOUR_MS) * HOUR_MS);
    const empty = batch.filter((cell) => hourOf(cell) === undefined);
    if (empty.length > 0) {
      passes.push({ cellStartsMs: empty, rows: 0, equalWeights: true, withStrays: false });
    }
    const full = batch.flatMap((cell) => {
      const hour = hourOf(cell);
      return hour === undefined ? [] : [{ cell, ...hour }];
    });
    passes.push(...cutIntoPasses(full, stateOf(model, baseline), model.cellMs / HOUR_MS));
  }
  return passes;
}

interface Hour {
  readonly rows: number;
  /** Versions, variants and environments that answered. */
  readonly groups: number;
  readonly lightest: number;
  readonly heaviest: number;
  readonly strays: boolean;
}

/** What a statement holds of a cell: the columns of one chunk in each group, or the scores of one
 *  output, of which every row has one in the whole and in each dimension. */
function stateOf(model: Model, baseline: Baseline | null) {
  const segments = countSegments(model, baseline);
  const ofColumns = segments * groupBytes(model, baseline);
  const isBinary = model.outputs.some(({ task }) => task === 'binary');
  const groupings = 1 + segmentFeatures(model).length;
  return ({ rows, groups }: Pick<Hour, 'rows' | 'groups'>): number => {
    const scores = Math.min(rows * groupings, groups * segments * SCORE_BINS);
    return Math.max(groups * ofColumns, isBinary ? scores * SCORE_BYTES : 0);
  };
}

/** What a statement holds of the columns of one group. */
function groupBytes(model: Model, baseline: Baseline | null): number {
  const columns = countedColumns(model, baseline).numeric.map(
    ({ edges }) => COLUMN_BYTES + BIN_BYTES * (edges.length + 1),
  );
  const chunks = inChunks(columns, NUMERIC_CHUNK).map((chunk) =>
    chunk.reduce((sum, bytes) => sum + bytes, 0),
  );
  return Math.max(COLUMN_BYTES, ...chunks);
}

/** So many groups of this model fit into memory together. */
export const maximumGroups = (model: Model, baseline: Baseline | null): number =>
  Math.max(1, Math.floor(MAXIMUM_STATE_BYTES / groupBytes(model, baseline)));

/** A statement costs a third of a second before it has counted a single cell, so passes are as
 *  large as memory allows. */
function cutIntoPasses(
  cells: readonly (Hour & { cell: number })[],
  stateBytesOf: (hour: Hour) => number,
  shareOfHour: number,
): CountingPass[] {
  const groups: (Hour & { cell: number })[][] = [];
  let [rows, bytes] = [0, 0];
  for (const one of cells) {
    const own = { ...one, rows: one.rows * shareOfHour };
    rows += own.rows;
    bytes += stateBytesOf(own);
    const group = groups.at(-1);
    if (group !== undefined && rows <= MAXIMUM_ROWS && bytes <= MAXIMUM_STATE_BYTES) {
      group.push(one);
    } else {
      groups.push([one]);
      [rows, bytes] = [own.rows, stateBytesOf(own)];
    }
  }
  return groups.map((group) => ({
    cellStartsMs: group.map((one) => one.cell),
    rows: group.reduce((sum, one) => sum + one.rows, 0),
    equalWeights:
      Math.min(...group.map((one) => one.lightest)) ===
      Math.max(...group.map((one) => one.heaviest)),
    withStrays: group.some((one) => one.strays),
  }));
}

async function lookAtHours(
  client: ClickHouseClient,
  model: Model,
  cellStartsMs: readonly number[],
): Promise<Map<number, Hour>> {
  const hours = hoursOf(cellStartsMs);
  const result = await client.query({
    query: `SELECT toUnixTimestamp(hour) AS at, count() AS rows,
        uniqExact(version, variant, environment) AS groups, min(weight) AS lightest,
        max(weight) AS heaviest, hour IN (
          SELECT DISTINCT hour FROM strays
          WHERE project_id = {project:String} AND model_id = {model:String} AND hour IN (${hours})
        ) AS strays
      FROM predictions
      WHERE project_id = {project:String} AND model_id = {model:String} AND hour IN (${hours})
      GROUP BY hour`,
    format: 'JSONEachRow',
    query_params: { project: model.projectId, model: model.modelId },
    clickhouse_settings: QUERY_LIMITS,
  });
  const rows = await result.json<{
    at: number;
    rows: string;
    groups: string;
    lightest: number;
    heaviest: number;
    strays: number;
  }>();
  return new Map(
    rows.map((row) => [
      row.at * 1000,
      {
        rows: Number(row.rows),
        groups: Number(row.groups),
        lightest: row.lightest,
        heaviest: row.heaviest,
        strays: row.strays === 1,
      },
    ]),
  );
}
