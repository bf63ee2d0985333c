import type { ClickHouseClient } from '@clickhouse/client';
import type { Grid } from '../../../metrics/profile.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import type {
  BaselineRow,
  BaselineRowStore,
} from '../../../monitoring/baseline/baseline-row-store.ts';
import {
  buildCategoricalGrid,
  GRID_BINS,
  numericGridFromQuantiles,
} from '../../../monitoring/baseline/build-grid.ts';
import type { Model } from '../../../monitoring/model/model.ts';
import { placeValue } from '../../../monitoring/prediction/place-value.ts';
import { FLAW_CODES } from '../../../monitoring/prediction/prediction.ts';
import { dateTimeText } from './date-time-text.ts';
import { sourcesOfBaseline } from './profiling/baseline-windows.ts';
import { GRID_CATEGORIES } from './profiling/count-categories.ts';
import { COUNT_SETTINGS, inChunks } from './profiling/count-context.ts';
import {
  type CategoryColumn,
  countedColumns,
  type NumericColumn,
} from './profiling/counted-columns.ts';
import { baselineRows } from './profiling/row-source.ts';

const LEVELS = Array.from({ length: GRID_BINS + 1 }, (_, index) => index / GRID_BINS).join(', ');
/** Each column's values are held in memory while their quantiles are found. */
const COLUMNS_AT_ONCE = 25;

/** Rows of baselines in ClickHouse, and the grids that are made of them there. */
export function createBaselineRowStore(client: ClickHouseClient): BaselineRowStore {
  const select = async <T>(
    model: Model,
    baseline: Baseline,
    selection: (rows: string) => string,
  ): Promise<T[]> => {
    const source = baselineRows(model, baseline);
    const result = await client.query({
      query: selection(`(${source.sql})`),
      format: 'JSONEachRow',
      query_params: {
        ...source.params,
        source: baseline.baselineId,
        outputs: model.outputs.map((output) => output.name),
      },
      clickhouse_settings: COUNT_SETTINGS,
    });
    return result.json<T>();
  };

  return {
    async append(model, baseline, firstRowNumber, rows) {
      await client.insert({
        table: 'baseline_rows',
        format: 'JSONEachRow',
        values: rows.map((row, index) => toColumns(model, baseline, firstRowNumber + index, row)),
      });
    },

    async buildGrids(model, baseline) {
      const { numeric, categories } = countedColumns(model, null);
      const grids = new Map<string, Grid>();
      for (const chunk of inChunks(numeric, COLUMNS_AT_ONCE)) {
        const [row] = await select<{ found: [count: string, quantiles: number[]][] }>(
          model,
          baseline,
          (from) => `SELECT [${chunk.map(quantilesOf).join(', ')}] AS found FROM ${from}`,
        );
        chunk.forEach((column, index) => {
          const [count, quantiles] = row?.found[index] ?? ['0', []];
          if (Number(count) > 0) grids.set(column.key, numericGridFromQuantiles(quantiles));
        });
      }
      for (const chunk of inChunks(categories, COLUMNS_AT_ONCE)) {
        const counts = await select<{ position: number; name: string; total: number }>(
          model,
          baseline,
          (from) => countsOf(chunk, from),
        );
        chunk.forEach((column, index) => {
          const own = counts.filter((row) => row.position === index + 1);
          if (own.length === 0) return;
          const weights = new Map(own.map((row) => [row.name, row.total]));
          grids.set(column.key, buildCategoricalGrid(weights));
        });
      }
      return grids;
    },

    async remove(baseline) {
      for (const [table, column] of [
        ['baseline_rows', 'baseline_id'],
        ['profiles', 'source'],
        ['cell_counts', 'source'],
        ['outcome_profiles', 'source'],
        ['cell_revisions', 'source'],
      ] as const) {
        await client.command({
          query: `DELETE FROM ${table} WHERE project_id = {project:String}
            AND model_id = {model:String} AND ${column} IN {sources:Array(String)}`,
          query_params: {
            project: baseline.projectId,
            model: baseline.modelId,
            sources: sourcesOfBaseline(baseline),
          },
        });
      }
    },
  };
}

const quantilesOf = ({ value, has }: NumericColumn): string =>
  `(countIf(${has}), quantilesExactIf(${LEVELS})(${value}, ${has}))`;

const countsOf = (columns: readonly CategoryColumn[], from: string): string => `
  SELECT entry.1 AS position, toString(entry.3) AS name, sum(weight) AS total
  FROM ${from} ARRAY JOIN [${columns
    .map(({ has, value }, index) => `(toUInt16(${index + 1}), ${has}, ${value})`)
    .join(', ')}] AS entry
  WHERE entry.2 GROUP BY position, name
  ORDER BY position, total DESC, name LIMIT ${GRID_CATEGORIES} BY position`;

/** A value that its kind cannot hold becomes a flaw with its raw text, and columns that are not
 *  registered keep their text alone. */
function toColumns(model: Model, baseline: Baseline, rowNumber: number, row: BaselineRow) {
  const num: Record<number, number> = {};
  const cat: Record<number, string> = {};
  const txt: Record<number, string> = {};
  const emb: Record<number, readonly number[]> = {};
  const flaws: Record<number, number> = {};
  const overflow: Record<string, string> = {};
  for (const { featureId, name, kind } of model.features) {
    if (!Object.hasOwn(row.features, name)) continue;
    const placed = placeValue(kind, row.features[name]);
    if (typeof placed === 'number') num[featureId] = placed;
    else if (typeof placed === 'string') (kind === 'text' ? txt : cat)[featureId] = placed;
    else if ('flaw' in placed) {
      flaws[featureId] = FLAW_CODES[placed.flaw];
      if (placed.flaw === 'mismatched') overflow[name] = rawText(row.features[name]);
    } else emb[featureId] = placed;
  }
  const declared = row.outputs.map(({ name }) => model.outputs.find((one) => one.name === name));
  return {
    project_id: baseline.projectId,
    model_id: baseline.modelId,
    baseline_id: baseline.baselineId,
    row_number: rowNumber,
    event_time: dateTimeText(row.eventTimeMs),
    version: row.version,
    num,
    cat,
    txt,
    emb,
    flaws,
    overflow,
    'outputs.name': row.outputs.map((output) => output.name),
    'outputs.task': declared.map((output) => output?.task ?? ''),
    'outputs.classes': declared.map((output) => output?.classes ?? []),
    'outputs.positive_class': declared.map((output) => output?.positiveClass ?? ''),
    'outputs.score': row.outputs.map((output) => output.score),
    'outputs.decision': row.outputs.map((output) => output.decision ?? ''),
    'outputs.value': row.outputs.map((output) => output.value),
    'labels.output': row.labels.map((label) => label.output),
    'labels.text': row.labels.map((label) => label.text),
    'labels.number': row.labels.map((label) => label.number),
    status: 'ok',
    latency_ms: row.latencyMs,
    weight: row.weight,
  };
}

const rawText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
