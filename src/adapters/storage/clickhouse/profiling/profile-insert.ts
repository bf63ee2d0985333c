/** Columns of an insert into `profiles`, in the order in which every counting statement gives
 *  them. */
export const PROFILE_COLUMNS = `project_id, model_id, source, cell_start, column_key, version,
  variant, environment, segment, grid_id, rows, weight, weight_squares, absent, null_values,
  nan_values, infinite_values, mismatched, value_weight, mean, m2, min, max, bins,
  category_values, category_weights, distinct_values, revision`;

/** SQL: the weight of rows without a value, by reason, as [absent, null, NaN, infinite, wrong]. */
export const missingBy = (has: string, flaw: string): string =>
  `sumResample(0, 5, 1)(weight, if(${has}, 9, ${flaw}))`;

/** SQL: a group's rows, for the head of every statement. */
export const GROUP_SUMS = `count() AS rows, sum(weight) AS weights,
  sum(weight * weight) AS weight_squares`;
