import { type CountContext, runCount, withRows } from './count-context.ts';

/** Counts the rows of every cell, without looking at any column by itself. */
export function countRows(context: CountContext): Promise<void> {
  const { grouping } = context;
  return runCount(
    context,
    `INSERT INTO cell_counts (project_id, model_id, source, cell_start, version, variant,
      environment, segment, rows, erroneous_rows, duplicate_rows, last_event_time, weight,
      weight_squares, revision)
    ${withRows(context)},
    hashed_rows AS (SELECT *, ${HAS_FEATURES} AS has_features, ${HASH} AS hash FROM counted_rows)
    SELECT {project:String}, {model:String}, {source:String}, cell, version, variant, environment,
      ${grouping.segment}, count(), countIf(status = 'error'),
      countIf(has_features) - uniqExactIf(hash, has_features), max(event_time), sum(weight),
      sum(weight * weight), {revision:UInt64}
    FROM hashed_rows GROUP BY ${grouping.groupBy}`,
  );
}

/** Rows without a single feature say nothing that could be said twice. */
const HAS_FEATURES = ['num', 'cat', 'txt', 'emb', 'flaws']
  .map((map) => `notEmpty(${map})`)
  .join(' OR ');

/** A sum over the entries of a map, because services send features in any order. */
const hashOf = (map: string): string =>
  `arraySum(arrayMap((id, value) -> cityHash64(id, value), mapKeys(${map}), mapValues(${map})))`;

/** Rows that are counted together for being of one day are still compared within their own cell:
 *  days of a baseline and days that are sums of live cells must give the same number. */
const HASH = `cityHash64(time_cell, ${['num', 'cat', 'txt', 'emb', 'flaws'].map(hashOf).join(', ')})`;
