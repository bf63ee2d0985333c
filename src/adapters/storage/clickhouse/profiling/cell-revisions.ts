import type { ClickHouseClient } from '@clickhouse/client';
import { HOUR_MS, type Model } from '../../../../monitoring/model/model.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import { FORGOTTEN_HOURS } from './forgotten-cells.ts';
import { hoursOf, LIVE } from './row-source.ts';

/** What of a cell was counted: its rows, or its labelled rows. */
export type Family = 'rows' | 'labels';

export interface DueCell {
  readonly cellStartMs: number;
  readonly rows: boolean;
  readonly labels: boolean;
}

export interface CountedCell {
  readonly cellStartMs: number;
  /** Of the state of the cell that was counted. */
  readonly generation: number;
}

interface Mark {
  readonly source: string;
  readonly cellStartMs: number;
  readonly family: Family | 'due_rows' | 'due_labels';
  readonly baselineId: string;
  readonly generation: number;
  readonly revision: number;
}

export type CellRevisions = ReturnType<typeof createCellRevisions>;

/** SQL, of a group by cell: whether something has changed since its rows, or its labelled rows, were
 *  counted. */
const ROWS_DUE = `maxIf(revision, family = 'due_rows') > maxIf(generation, family = 'rows')`;
const LABELS_DUE = `maxIf(revision, family = 'due_labels') > maxIf(generation, family = 'labels')`;

/** SQL: cells of the model that are due. */
export const DUE_CELLS = `SELECT cell_start FROM cell_revisions
  WHERE project_id = {project:String} AND model_id = {model:String} AND source = '${LIVE}'
  GROUP BY cell_start HAVING ${ROWS_DUE} OR ${LABELS_DUE}`;

/** The book of counts: which cells were counted when, for which baseline, and which are due.
 *  Revisions rise even if the clock goes back. */
export function createCellRevisions(client: ClickHouseClient, now: () => number) {
  const select = async <T>(model: Model, query: string, params: Record<string, unknown> = {}) => {
    const result = await client.query({
      query,
      format: 'JSONEachRow',
      query_params: { project: model.projectId, model: model.modelId, ...params },
      clickhouse_settings: QUERY_LIMITS,
    });
    return result.json<T>();
  };
  const OF_MODEL = 'project_id = {project:String} AND model_id = {model:String}';
  const IS_KEPT = `toStartOfHour(cell_start) NOT IN (${FORGOTTEN_HOURS})`;

  return {
    async next(model: Model): Promise<number> {
      const [row] = await select<{ last: string }>(
        model,
        `SELECT max(revision) AS last FROM cell_revisions WHERE ${OF_MODEL}`,
      );
      return Math.max(now() * 1000, Number(row?.last ?? 0) + 1);
    },

    async mark(model: Pick<Model, 'projectId' | 'modelId'>, marks: readonly Mark[]): Promise<void> {
      if (marks.length === 0) return;
      await client.insert({
        table: 'cell_revisions',
        format: 'JSONEachRow',
        values: marks.map((mark) => ({
          project_id: model.projectId,
          model_id: model.modelId,
          source: mark.source,
          cell_start: mark.cellStartMs / 1000,
          family: mark.family,
          baseline_id: mark.baselineId,
          generation: mark.generation,
          revision: mark.revision,
        })),
        clickhouse_settings: { max_partitions_per_insert_block: '0' },
      });
    },

    /** Cells of a source whose rows were counted, in order. */
    async countedCells(model: Model, source: string): Promise<CountedCell[]> {
      const rows = await select<{ cell: number; newest: string }>(
        model,
        `SELECT toUnixTimestamp(cell_start) AS cell, max(generation) AS newest
        FROM cell_revisions
        WHERE ${OF_MODEL} AND source = {source:String} AND family = 'rows'
        GROUP BY cell_start ORDER BY cell_start`,
        { source },
      );
      return rows.map((row) => ({
        cellStartMs: row.cell * 1000,
        generation: Number(row.newest),
      }));
    },

    /** Those of the cells whose rows may still be counted. */
    async countable(model: Model, cellStartsMs: readonly number[]): Promise<number[]> {
      const rows = await select<{ hour: number }>(
        model,
        `SELECT DISTINCT toUnixTimestamp(cell_start) AS hour FROM (${FORGOTTEN_HOURS})
         WHERE cell_start IN (${hoursOf(cellStartsMs)})`,
      );
      const forgotten = new Set(rows.map((row) => row.hour * 1000));
      return cellStartsMs.filter((cell) => !forgotten.has(cell - (cell % HOUR_MS)));
    },

    /** Cells that something has changed since they were counted. */
    async due(model: Model): Promise<DueCell[]> {
      const rows = await select<{ cell: number; rows_due: number; labels_due: number }>(
        model,
        `SELECT toUnixTimestamp(cell_start) AS cell, ${ROWS_DUE} AS rows_due,
          ${LABELS_DUE} AS labels_due
        FROM cell_revisions
        WHERE ${OF_MODEL} AND source = '${LIVE}' AND ${IS_KEPT}
        GROUP BY cell_start HAVING rows_due OR labels_due ORDER BY cell_start`,
      );
      return rows.map((row) => ({
        cellStartMs: row.cell * 1000,
        rows: row.rows_due === 1,
        labels: row.labels_due === 1,
      }));
    },

    /** Counted cells of a window whose latest state was not yet counted on these grids. */
    async stale(
      model: Model,
      baselineId: string,
      window: { startMs: number; endMs: number },
    ): Promise<CountedCell[]> {
      const rows = await select<{ cell: number; newest: string }>(
        model,
        `SELECT toUnixTimestamp(cell_start) AS cell, max(generation) AS newest
        FROM cell_revisions
        WHERE ${OF_MODEL} AND source = '${LIVE}' AND family = 'rows'
          AND cell_start >= toDateTime({start:UInt32}) AND cell_start < toDateTime({end:UInt32})
          AND ${IS_KEPT}
        GROUP BY cell_start
        HAVING maxIf(generation, baseline_id = {baseline:String}) < newest`,
        { start: window.startMs / 1000, end: window.endMs / 1000, baseline: baselineId },
      );
      return rows.map((row) => ({
        cellStartMs: row.cell * 1000,
        generation: Number(row.newest),
      }));
    },
  };
}
