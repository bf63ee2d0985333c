import type { ClickHouseClient } from '@clickhouse/client';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import { HOUR_MS, type Model } from '../../../../monitoring/model/model.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import { hoursOf } from './row-source.ts';
import { countSegments } from './segments.ts';

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
/** 25 columns on a grid of 300 bins. */
const STATE_BYTES_PER_GROUP = 60_000;
/** Versions and variants that answer at the same time, in most deployments. */
const GROUPS_PER_CELL = 3;

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
    passes.push(...cutIntoPasses(full, maximumCells(model, baseline), model.cellMs / HOUR_MS));
  }
  return passes;
}

interface Hour {
  readonly rows: number;
  readonly lightest: number;
  readonly heaviest: number;
  readonly strays: boolean;
}

function maximumCells(model: Model, baseline: Baseline | null): number {
  return maximumGroups(countSegments(model, baseline) * GROUPS_PER_CELL);
}

/** Cells of so many groups each that fit into memory together. */
export const maximumGroups = (groupsPerCell: number): number =>
  Math.max(1, Math.floor(MAXIMUM_STATE_BYTES / (groupsPerCell * STATE_BYTES_PER_GROUP)));

function cutIntoPasses(
  cells: readonly (Hour & { cell: number })[],
  maximum: number,
  shareOfHour: number,
): CountingPass[] {
  const groups: (Hour & { cell: number })[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const one of cells) {
    const more = one.rows * shareOfHour;
    const group = groups.at(-1);
    if (group !== undefined && rows + more <= MAXIMUM_ROWS && group.length < maximum) {
      group.push(one);
      rows += more;
    } else {
      groups.push([one]);
      rows = more;
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
    query: `SELECT toUnixTimestamp(hour) AS at, count() AS rows, min(weight) AS lightest,
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
    lightest: number;
    heaviest: number;
    strays: number;
  }>();
  return new Map(
    rows.map((row) => [
      row.at * 1000,
      {
        rows: Number(row.rows),
        lightest: row.lightest,
        heaviest: row.heaviest,
        strays: row.strays === 1,
      },
    ]),
  );
}
