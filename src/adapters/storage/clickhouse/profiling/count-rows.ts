import { type CountContext, runCount, withRows } from './count-context.ts';

/** Counts the rows of every cell, without looking at any column. */
export function countRows(context: CountContext): Promise<void> {
  const { grouping } = context;
  return runCount(
    context,
    `INSERT INTO cell_counts (project_id, model_id, source, cell_start, version, variant,
      environment, segment, rows, erroneous_rows, weight, weight_squares, revision)
    ${withRows(context)}
    SELECT {project:String}, {model:String}, {source:String}, cell, version, variant, environment,
      ${grouping.segment}, count(), countIf(status = 'error'), sum(weight), sum(weight * weight),
      {revision:UInt64}
    FROM counted_rows GROUP BY ${grouping.groupBy}`,
  );
}
