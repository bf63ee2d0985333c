import { type CountContext, inChunks, runCount, withRows } from './count-context.ts';
import type { PresenceColumn } from './counted-columns.ts';
import { GROUP_SUMS, missingBy, PROFILE_COLUMNS } from './profile-insert.ts';

const CHUNK = 100;

/** Profiles columns whose values are not compared: how many rows have one, how many differ. */
export async function countPresence(
  context: CountContext,
  columns: readonly PresenceColumn[],
): Promise<void> {
  for (const chunk of inChunks(columns, CHUNK)) {
    const sums = chunk.map(
      ({ has, flaw, value }, index) =>
        `tuple(toUInt16(${index + 1}), ${missingBy(has, flaw)}, sumIf(weight, ${has}),
          uniqCombinedStateIf(12)(${value === null ? 'toUInt64(0)' : `cityHash64(${value})`}, ${
            value === null ? 'false' : has
          }))`,
    );
    await runCount(
      context,
      `INSERT INTO profiles (${PROFILE_COLUMNS})
      ${withRows(context)}
      SELECT {project:String}, {model:String}, {source:String}, cell, {keys:Array(String)}[c.1],
        version, variant, environment, segment, {grids:Array(String)}[c.1], rows, weights,
        weight_squares, c.2[1], c.2[2], c.2[3], c.2[4], c.2[5], c.3, 0, 0, 0, 0, [], [], [], c.4,
        {revision:UInt64}
      FROM (
        SELECT cell, version, variant, environment, ${context.grouping.segment} AS segment,
          ${GROUP_SUMS}, [${sums.join(',\n')}] AS columns
        FROM counted_rows GROUP BY ${context.grouping.groupBy}
      ) ARRAY JOIN columns AS c`,
      { keys: chunk.map((column) => column.key), grids: chunk.map((column) => column.gridId) },
    );
  }
}
