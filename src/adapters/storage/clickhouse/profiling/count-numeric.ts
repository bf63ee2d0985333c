import { type CountContext, inChunks, runCount, withRows } from './count-context.ts';
import type { NumericColumn } from './counted-columns.ts';
import { GROUP_SUMS, missingBy, PROFILE_COLUMNS } from './profile-insert.ts';
import { sqlNumber } from './sql-number.ts';

/** Columns per statement: more make it longer than it gains by one scan less. */
export const NUMERIC_CHUNK = 25;

/** Profiles numeric columns: weight per grid bin, moments, extremes, missing values by reason.
 *
 *  A value's bin is found by `roundDown` (a binary search among the edges), the edge's number by
 *  `transform` (a hash look-up), and `sumResample` adds into an array: measured faster than
 *  comparing with every edge, than joining on the edges, and than grouping by bin. */
export async function countNumeric(
  context: CountContext,
  columns: readonly NumericColumn[],
): Promise<void> {
  for (const chunk of inChunks(columns, NUMERIC_CHUNK)) {
    const { grouping } = context;
    await runCount(
      context,
      `INSERT INTO profiles (${PROFILE_COLUMNS})
      ${withRows(context)}${context.equalWeights ? '' : `, ${shiftedRows(chunk)}`}
      SELECT {project:String}, {model:String}, {source:String}, cell, {keys:Array(String)}[c.1],
        version, variant, environment, segment, {grids:Array(String)}[c.1], rows, weights,
        weight_squares, c.2[1], c.2[2], c.2[3], c.2[4], c.2[5], arraySum(c.3) AS value_weight,
        if(value_weight = 0, 0, ${SCALE} * (c.4 / value_weight)) AS mean,
        multiIf(value_weight = 0, 0, isNaN(c.5), inf, ${spread(context)}) AS m2,
        c.6, c.7, c.3, [], [], c.8, {revision:UInt64}
      FROM (
        SELECT cell, version, variant, environment, ${grouping.segment} AS segment, ${GROUP_SUMS},
          [${chunk.map((column, index) => aggregates(context, column, index + 1)).join(',\n')}] AS columns
        FROM ${context.equalWeights ? 'counted_rows' : 'shifted_rows'}
        GROUP BY ${grouping.groupBy}
      ) ARRAY JOIN columns AS c`,
      { keys: chunk.map((column) => column.key), grids: chunk.map((column) => column.gridId) },
    );
  }
}

/** Sums run over values divided by this power of two, which costs no digit and keeps the sum of
 *  the largest doubles finite. */
const SCALE = '4294967296.';

function aggregates(context: CountContext, column: NumericColumn, index: number): string {
  const { value, has, flaw } = column;
  const deviations = context.equalWeights
    ? `varPopStableIf(${value}, ${has})`
    : `sumIf(weight * pow(${value} - shifts[${index}], 2), ${has})`;
  return `tuple(toUInt16(${index}), ${missingBy(has, flaw)}, ${weightPerBin(column)},
    sumIf(weight * (${value} / ${SCALE}), ${has}), ${deviations},
    minIf(${value}, ${has}), maxIf(${value}, ${has}),
    uniqCombinedStateIf(12)(reinterpretAsUInt64(${value}), ${has})${
      context.equalWeights ? '' : `, any(shifts[${index}])`
    })`;
}

function weightPerBin({ value, has, edges }: NumericColumn): string {
  const outside = edges.length + 1;
  if (edges.length === 0) return `sumResample(0, 1, 1)(weight, if(${has}, 0, ${outside}))`;
  const from = `[-inf, ${edges.map(sqlNumber).join(', ')}]`;
  const bin = `transform(roundDown(${value}, ${from}), ${from}, range(${outside}), 0)`;
  return `sumResample(0, ${outside}, 1)(weight, if(${has}, ${bin}, ${outside}))`;
}

/** Σ w (x − mean)². With equal weights from Welford's variance; else from squares of distances
 *  to a point near by (the cell's plain mean), never from squares of the values. */
function spread(context: CountContext): string {
  return context.equalWeights
    ? 'c.5 * value_weight'
    : 'greatest(0, c.5 - value_weight * pow(mean - c.9, 2))';
}

function shiftedRows(columns: readonly NumericColumn[]): string {
  const means = columns.map(
    ({ value, has }) => `ifNotFinite(avgIf(${value} / ${SCALE}, ${has}) * ${SCALE}, 0)`,
  );
  return `shifted_rows AS (
    SELECT * FROM counted_rows
    JOIN (SELECT cell, [${means.join(', ')}] AS shifts FROM counted_rows GROUP BY cell) AS near
      USING cell
  )`;
}
