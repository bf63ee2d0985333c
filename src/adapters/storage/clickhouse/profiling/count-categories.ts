import { type CountContext, inChunks, runCount, withRows } from './count-context.ts';
import type { CategoryColumn } from './counted-columns.ts';
import { GROUP_SUMS, missingBy, PROFILE_COLUMNS } from './profile-insert.ts';
import { LIVE } from './row-source.ts';

/** Columns per statement. */
const CHUNK = 50;
/** Values that a baseline's grid has a place for; with more a column is an identifier. */
export const GRID_CATEGORIES = 10_000;
/** Values outside the grid that a cell keeps by name; of the others only the weight is kept. */
export const UNSEEN_KEPT = 50;
/** In code points; longer unseen values are cut, so that a flood of texts stays small. */
export const UNSEEN_LENGTH = 256;

/** Profiles categorical columns: weight per value of the grid, the heaviest unseen values,
 *  missing values by reason. What is not listed is `value_weight` less the sum of the list. */
export async function countCategories(
  context: CountContext,
  columns: readonly CategoryColumn[],
): Promise<void> {
  for (const chunk of inChunks(columns, CHUNK)) {
    await runCount(context, statement(context, chunk), {
      keys: chunk.map((column) => column.key),
      grids: chunk.map((column) => column.gridId),
    });
  }
}

function statement(context: CountContext, columns: readonly CategoryColumn[]): string {
  const { groupBy, segment } = context.grouping;
  const heads = columns.map(
    ({ has, flaw }, index) =>
      `tuple(toUInt16(${index + 1}), ${missingBy(has, flaw)}, sumIf(weight, ${has}))`,
  );
  const entries = columns.map(
    ({ has, value }, index) => `tuple(toUInt16(${index + 1}), ${has}, ${value})`,
  );
  return `INSERT INTO profiles (${PROFILE_COLUMNS})
    ${withRows(context)},
    heads AS (
      SELECT cell, version, variant, environment, segment, rows, weights, weight_squares,
        head.1 AS position, head.2 AS missing, head.3 AS value_weight
      FROM (
        SELECT cell, version, variant, environment, ${segment} AS segment, ${GROUP_SUMS},
          [${heads.join(',\n')}] AS heads_of_group
        FROM counted_rows GROUP BY ${groupBy}
      ) ARRAY JOIN heads_of_group AS head
    ),
    value_weights AS (
      SELECT cell, version, variant, environment, ${segment} AS segment, position,
        toString(value) AS name, sum(weight) AS weight_of_value
      FROM (
        SELECT *, entry.1 AS position, entry.3 AS value
        FROM counted_rows ARRAY JOIN [${entries.join(',\n')}] AS entry
        WHERE entry.2
      )
      GROUP BY ${groupBy.replaceAll('cell,', 'position, value, cell,')}
    ),
    lists AS (
      SELECT cell, version, variant, environment, segment, position,
        ${listOf(context)} AS list, uniqCombinedState(12)(cityHash64(name)) AS distinct_names
      FROM value_weights
      GROUP BY cell, version, variant, environment, segment, position
    )
    SELECT {project:String}, {model:String}, {source:String}, h.cell,
      {keys:Array(String)}[h.position], h.version, h.variant, h.environment, h.segment,
      {grids:Array(String)}[h.position], rows, weights, weight_squares, missing[1], missing[2],
      missing[3], missing[4], missing[5], value_weight, 0, 0, 0, 0, [],
      arrayMap(pair -> pair.2, list), arrayMap(pair -> -pair.1, list), distinct_names,
      {revision:UInt64}
    FROM heads AS h LEFT JOIN lists AS l ON h.cell = l.cell AND h.version = l.version
      AND h.variant = l.variant AND h.environment = l.environment AND h.segment = l.segment
      AND h.position = l.position`;
}

/** SQL: (−weight, value) pairs, heaviest first. A baseline lists what its grid is made of; live
 *  rows list every value of that grid and the heaviest others. */
function listOf({ source }: CountContext): string {
  if (source.name !== LIVE) return `groupArraySorted(${GRID_CATEGORIES})((-weight_of_value, name))`;
  const known = `(position, name) IN (
    SELECT indexOf({keys:Array(String)}, column_key), arrayJoin(category_values)
    FROM profiles FINAL
    WHERE project_id = {project:String} AND model_id = {model:String}
      AND source = {baseline:String} AND segment = '' AND has({keys:Array(String)}, column_key))`;
  return `arrayConcat(
    groupArrayIf((-weight_of_value, name), ${known}),
    groupArraySortedIf(${UNSEEN_KEPT})(
      (-weight_of_value, substringUTF8(name, 1, ${UNSEEN_LENGTH})), NOT ${known}))`;
}
