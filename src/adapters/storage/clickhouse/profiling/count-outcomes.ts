import { LOG_LOSS_CLIP } from '../../../../metrics/performance/log-loss.ts';
import type { OutputDeclaration } from '../../../../monitoring/model/model.ts';
import { type CountContext, runCount, withRows } from './count-context.ts';
import { outputPosition } from './counted-columns.ts';
import { hoursOf } from './row-source.ts';

/** Bins of equal width on [0, 1] of the score grid of labelled rows. */
export const SCORE_BINS = 1_000;

/** Joins predictions with their labels and sums what performance metrics need, per output. */
export async function countOutcomes(
  context: CountContext,
  outputs: readonly OutputDeclaration[],
): Promise<void> {
  for (const [index, output] of outputs.entries()) {
    const answered = answeredRows(context, index);
    const query = {
      binary: () => binary(context, answered),
      multiclass: () => multiclass(context, answered),
      regression: () => regression(context, answered),
    }[output.task]();
    const params = {
      output: output.name,
      task: output.task,
      ...(output.task === 'binary'
        ? { positive: output.positiveClass ?? '', classes: output.classes }
        : {}),
    };
    // Both sides lie in the order of the join: merging them costs half of hashing the labels.
    await runCount(context, query, params, { join_algorithm: 'full_sorting_merge' });
  }
}

/** SQL: rows that gave this output, with `labelled`, `label_text`, `label_number`. Reconciling
 *  has put the last label of a prediction under every hour in which it lies. */
function answeredRows(context: CountContext, index: number): string {
  const position = outputPosition(index);
  const answer = `outputs.score[${position}] AS score, outputs.decision[${position}] AS decision,
    outputs.value[${position}] AS answer`;
  const has = `has(outputs.name, {output:String})`;
  if (context.source.labels === 'own') {
    const label = 'indexOf(labels.output, {output:String})';
    return `answered AS (
      SELECT *, ${answer}, ${label} > 0 AS labelled,
        coalesce(labels.text[${label}], toString(labels.number[${label}]), '') AS label_text,
        labels.number[${label}] AS label_number
      FROM counted_rows WHERE ${has}
    )`;
  }
  return `placed_labels AS (
      SELECT hour, prediction_id, 1 AS labelled, coalesce(text, toString(number), '') AS label_text,
        number AS label_number
      FROM labels FINAL
      WHERE project_id = {project:String} AND model_id = {model:String}
        AND hour IN (${hoursOf(context.source.cells)}) AND output = {output:String}
    ),
    answered AS (
      SELECT c.*, ${answer}, l.labelled AS labelled, l.label_text AS label_text,
        l.label_number AS label_number
      FROM counted_rows AS c LEFT JOIN placed_labels AS l
        ON c.hour = l.hour AND c.prediction_id = l.prediction_id
      WHERE ${has}
    )`;
}

const KEY_COLUMNS = `project_id, model_id, source, cell_start, output, version, variant,
  environment, segment, task`;

const keys = ({ grouping }: CountContext): string =>
  `{project:String}, {model:String}, {source:String}, cell, {output:String}, version, variant,
    environment, ${grouping.segment} AS segment, {task:String}`;

/** Scores are summed by bin first: a cell of a segment has few rows, and most of its bins have none. */
function binary(context: CountContext, answered: string): string {
  const { groupBy } = context.grouping;
  return `INSERT INTO outcome_profiles (${KEY_COLUMNS}, rows, labelled_rows, weight,
      weight_squares, scores.bin, scores.positive, scores.negative, log_loss_sum,
      squared_error_sum, scored_weight, true_positives, false_positives, true_negatives,
      false_negatives, revision)
    ${withRows(context)}, ${answered},
    judged AS (
      SELECT *,
        label_text = {positive:String} AS positive,
        labelled AND (positive OR length({classes:Array(String)}) != 2
          OR has({classes:Array(String)}, label_text)) AS known,
        known AND ifNull(score >= 0 AND score <= 1, false) AS scored,
        if(scored, assumeNotNull(score), 0) AS p,
        if(scored, toUInt16(least(${SCORE_BINS - 1}, floor(p * ${SCORE_BINS}))), ${SCORE_BINS}) AS bin,
        greatest(least(p, 1 - ${LOG_LOSS_CLIP}), ${LOG_LOSS_CLIP}) AS clipped,
        known AND decision != '' AS decided,
        decision = {positive:String} AS said_positive
      FROM answered
    )
    SELECT {project:String}, {model:String}, {source:String}, cell, {output:String}, version,
      variant, environment, segment, {task:String}, sum(bin_rows), sum(bin_known),
      sum(bin_weight), sum(bin_squares),
      arrayMap(t -> t.1,
        groupArrayIf((bin, bin_positives, bin_negatives), bin < ${SCORE_BINS}) AS scores),
      arrayMap(t -> t.2, scores), arrayMap(t -> t.3, scores),
      sum(log_loss), sum(squared_error), sum(bin_positives) + sum(bin_negatives),
      sum(tp), sum(fp), sum(tn), sum(fn), {revision:UInt64}
    FROM (
      SELECT cell, version, variant, environment, ${context.grouping.segment} AS segment, bin,
        count() AS bin_rows, countIf(known) AS bin_known, sumIf(weight, known) AS bin_weight,
        sumIf(weight * weight, known) AS bin_squares,
        sumIf(weight, scored AND positive) AS bin_positives,
        sumIf(weight, scored AND NOT positive) AS bin_negatives,
        sumIf(-weight * if(positive, log(clipped), log1p(-clipped)), scored) AS log_loss,
        sumIf(weight * pow(p - positive, 2), scored) AS squared_error,
        sumIf(weight, decided AND said_positive AND positive) AS tp,
        sumIf(weight, decided AND said_positive AND NOT positive) AS fp,
        sumIf(weight, decided AND NOT said_positive AND NOT positive) AS tn,
        sumIf(weight, decided AND NOT said_positive AND positive) AS fn
      FROM judged GROUP BY ${groupBy.replaceAll('cell,', 'bin, cell,')}
    )
    GROUP BY cell, version, variant, environment, segment`;
}

function multiclass(context: CountContext, answered: string): string {
  const { groupBy } = context.grouping;
  return `INSERT INTO outcome_profiles (${KEY_COLUMNS}, rows, labelled_rows, weight,
      weight_squares, confusion.label, confusion.decision, confusion.weight, revision)
    ${withRows(context)}, ${answered}
    SELECT {project:String}, {model:String}, {source:String}, cell, {output:String}, version,
      variant, environment, segment, {task:String}, sum(group_rows), sum(group_labelled),
      sum(group_weight), sum(group_squares),
      arrayMap(t -> t.1, groupArrayIf((label_text, toString(decision), group_weight), judged) AS pairs),
      arrayMap(t -> t.2, pairs), arrayMap(t -> t.3, pairs), {revision:UInt64}
    FROM (
      SELECT cell, version, variant, environment, ${context.grouping.segment} AS segment,
        label_text, decision, labelled AND decision != '' AS judged, count() AS group_rows,
        countIf(labelled) AS group_labelled, sumIf(weight, labelled) AS group_weight,
        sumIf(weight * weight, labelled) AS group_squares
      FROM answered
      GROUP BY ${groupBy.replaceAll('cell,', 'label_text, decision, labelled, cell,')}
    )
    GROUP BY cell, version, variant, environment, segment`;
}

function regression(context: CountContext, answered: string): string {
  return `INSERT INTO outcome_profiles (${KEY_COLUMNS}, rows, labelled_rows, weight,
      weight_squares, absolute_error_sum, squared_error_sum, fourth_power_error_sum,
      percentage_error_sum, percentage_error_squares, percentage_weight, error_weight, error_mean,
      error_m2, label_mean, label_m2, revision)
    ${withRows(context)}, ${answered},
    judged AS (
      SELECT *, labelled AND isNotNull(label_number) AS known,
        ifNull(isFinite(label_number) AND isFinite(answer), false) AND known AS measured,
        if(measured, assumeNotNull(label_number), 0) AS truth,
        if(measured, assumeNotNull(answer) - truth, 0) AS error,
        measured AND truth != 0 AS divisible, if(divisible, abs(error / truth), 0) AS percentage
      FROM answered
    )${context.equalWeights ? '' : `, ${SHIFTS}`}
    SELECT ${keys(context)}, count(), countIf(known), sumIf(weight, known),
      sumIf(weight * weight, known), sumIf(weight * abs(error), measured),
      sumIf(weight * error * error, measured), sumIf(weight * pow(error, 4), measured),
      sumIf(weight * percentage, divisible), sumIf(weight * percentage * percentage, divisible),
      sumIf(weight, divisible), sumIf(weight, measured) AS measured_weight,
      ${mean('error')} AS error_mean, ${spread(context, 'error')},
      ${mean('truth')} AS truth_mean, ${spread(context, 'truth')}, {revision:UInt64}
    FROM ${context.equalWeights ? 'judged' : 'shifted'} GROUP BY ${context.grouping.groupBy}`;
}

const mean = (column: string): string =>
  `if(measured_weight = 0, 0, sumIf(weight * ${column}, measured) / measured_weight)`;

const SHIFTS = `shifted AS (
    SELECT * FROM judged JOIN (
      SELECT cell, ifNotFinite(avgIf(error, measured), 0) AS error_shift,
        ifNotFinite(avgIf(truth, measured), 0) AS truth_shift
      FROM judged GROUP BY cell
    ) AS near USING cell
  )`;

/** Σ w (x − mean)², as for numeric columns. */
function spread({ equalWeights }: CountContext, column: string): string {
  return equalWeights
    ? `if(measured_weight = 0, 0, varPopStableIf(${column}, measured) * measured_weight)`
    : `greatest(0, sumIf(weight * pow(${column} - ${column}_shift, 2), measured)
        - measured_weight * pow(${column}_mean - any(${column}_shift), 2))`;
}
