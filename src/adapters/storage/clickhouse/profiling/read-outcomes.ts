import type { OutcomeProfile } from '../../../../metrics/profile.ts';
import type { Model, OutputDeclaration } from '../../../../monitoring/model/model.ts';
import type { Moments } from '../../../../stats/summary/moments.ts';
import { EMPTY_MOMENTS, mergeMoments } from '../../../../stats/summary/moments.ts';
import { SCORE_BINS } from './count-outcomes.ts';

/** SQL: sums of a window's cells, one row per output. */
export const sumOfOutcomes = (withScores: boolean): string => `
  sum(rows) AS total_rows, sum(labelled_rows) AS total_labelled, sum(weight) AS total_weight,
  sum(weight_squares) AS total_squares, ${withScores ? SCORES : 'tuple([], [], [])'} AS scores_by_bin,
  sum(log_loss_sum) AS log_loss,
  sum(squared_error_sum) AS squared_error, sum(absolute_error_sum) AS absolute_error,
  sum(fourth_power_error_sum) AS fourth_power, sum(percentage_error_sum) AS percentage,
  sum(percentage_error_squares) AS percentage_squares, sum(percentage_weight) AS divisible,
  sum(scored_weight) AS scored, sum(true_positives) AS tp, sum(false_positives) AS fp,
  sum(true_negatives) AS tn, sum(false_negatives) AS fn,
  sumMap(arrayZip(confusion.label, confusion.decision), confusion.weight) AS pairs,
  groupArrayIf((error_weight, error_mean, error_m2), error_weight > 0) AS errors,
  groupArrayIf((error_weight, label_mean, label_m2), error_weight > 0) AS truths`;

const SCORES = 'sumMap(scores.bin, scores.positive, scores.negative)';

type MomentRow = [weight: number | string, mean: number | string, m2: number | string];

export interface OutcomeRow {
  output: string;
  task: string;
  total_rows: string;
  total_labelled: string;
  total_weight: number;
  total_squares: number;
  scores_by_bin: [bins: number[], positives: number[], negatives: number[]];
  log_loss: number;
  squared_error: number;
  absolute_error: number;
  fourth_power: number | string;
  percentage: number | string;
  percentage_squares: number | string;
  divisible: number;
  scored: number;
  tp: number;
  fp: number;
  tn: number;
  fn: number;
  pairs: [pairs: [label: string, decision: string][], weights: number[]];
  errors: MomentRow[];
  truths: MomentRow[];
}

/** The outcomes of every declared output, those without a row in the window included. Counts
 *  from before an output's task was changed do not belong to it any more. */
export function toOutcomeProfiles(
  model: Model,
  rows: readonly OutcomeRow[],
  scores: boolean,
): Map<string, OutcomeProfile> {
  return new Map(
    model.outputs.map((output) => {
      const row = rows.find((one) => one.output === output.name && one.task === output.task);
      return [
        output.name,
        {
          output: output.name,
          rows: Number(row?.total_rows ?? 0),
          labelledRows: Number(row?.total_labelled ?? 0),
          weight: row?.total_weight ?? 0,
          weightSquares: row?.total_squares ?? 0,
          outcome: outcomeOf(output, row, scores ? SCORE_BINS : 0),
        },
      ];
    }),
  );
}

function outcomeOf(
  output: OutputDeclaration,
  row: OutcomeRow | undefined,
  scoreBins: number,
): OutcomeProfile['outcome'] {
  switch (output.task) {
    case 'binary':
      return {
        task: 'binary',
        positives: allBins(scoreBins, row?.scores_by_bin[0], row?.scores_by_bin[1]),
        negatives: allBins(scoreBins, row?.scores_by_bin[0], row?.scores_by_bin[2]),
        logLossSum: row?.log_loss ?? 0,
        squaredErrorSum: row?.squared_error ?? 0,
        scoredWeight: row?.scored ?? 0,
        truePositives: row?.tp ?? 0,
        falsePositives: row?.fp ?? 0,
        trueNegatives: row?.tn ?? 0,
        falseNegatives: row?.fn ?? 0,
      };
    case 'multiclass':
      return { task: 'multiclass', ...confusionOf(output.classes, row) };
    case 'regression':
      return {
        task: 'regression',
        errors: mergeAll(row?.errors ?? []),
        labels: mergeAll(row?.truths ?? []),
        absoluteErrorSum: row?.absolute_error ?? 0,
        squaredErrorSum: row?.squared_error ?? 0,
        fourthPowerErrorSum: numberOf(row?.fourth_power ?? 0),
        percentageErrorSum: numberOf(row?.percentage ?? 0),
        percentageErrorSquares: numberOf(row?.percentage_squares ?? 0),
        percentageWeight: row?.divisible ?? 0,
      };
  }
}

function allBins(size: number, bins: readonly number[] = [], weights: readonly number[] = []) {
  const all = new Array<number>(size).fill(0);
  bins.forEach((bin, index) => {
    all[bin] = weights[index] ?? 0;
  });
  return all;
}

/** Declared classes first, then any other that was met. */
function confusionOf(declared: readonly string[], row: OutcomeRow | undefined) {
  const [pairs, weights] = row?.pairs ?? [[], []];
  const met = [...new Set(pairs.flat())].filter((name) => !declared.includes(name)).sort();
  const classes = [...declared, ...met];
  const position = new Map(classes.map((name, index) => [name, index]));
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0));
  pairs.forEach(([label, decision], index) => {
    const line = confusion[position.get(label) ?? -1];
    if (line !== undefined) line[position.get(decision) ?? -1] = weights[index] ?? 0;
  });
  return { classes, confusion };
}

const mergeAll = (rows: readonly MomentRow[]): Moments =>
  rows
    .map(([n, mean, m2]) => ({
      n: Number(n),
      mean: Number(mean),
      m2: numberOf(m2),
    }))
    .reduce(mergeMoments, EMPTY_MOMENTS);

/** Powers of large errors go past the largest double, which is no number on the wire. */
const numberOf = (value: number | string): number =>
  value === 'inf' ? Number.POSITIVE_INFINITY : Number(value);
