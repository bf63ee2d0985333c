import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../testing/arbitrary-profiles.ts';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../testing/read-reference.ts';
import type { OutcomeMetric, Parameters } from '../metric.ts';
import { balancedAccuracy, balancedAccuracyMetric } from './balanced-accuracy.ts';
import { brierScore } from './brier-score.ts';
import { f1, f1Metric } from './f1.ts';
import { matthewsCorrelation, matthewsCorrelationMetric } from './matthews-correlation.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { areaUnderPrecisionRecallCurve } from './pr-auc.ts';
import { precision, precisionMetric } from './precision.ts';
import { rSquared } from './r-squared.ts';
import { recall, recallMetric } from './recall.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';

interface BinaryCase {
  readonly kind: 'binary';
  readonly id: string;
  readonly y_true: readonly number[];
  readonly y_score: readonly number[];
  readonly expected: {
    readonly average_precision: number;
    readonly balanced_accuracy: number;
    readonly precision_zero0: number;
    readonly recall_zero0: number;
    readonly f1_zero0: number;
    readonly mcc: number;
    readonly brier?: number;
    readonly weighted: {
      readonly weights: readonly number[];
      readonly average_precision: number;
      readonly f1: number;
    };
  };
}

interface MulticlassCase {
  readonly kind: 'multiclass';
  readonly id: string;
  readonly expected: Readonly<Record<string, number>> & {
    readonly labels: readonly string[];
    readonly confusion_matrix: readonly (readonly number[])[];
    readonly per_class_precision_recall_f1_support: readonly (readonly number[])[];
  };
}

interface RegressionCase {
  readonly kind: 'regression';
  readonly id: string;
  readonly y_true: readonly number[];
  readonly y_pred: readonly number[];
  readonly expected: Readonly<Record<string, number | 'NaN'>> & {
    readonly weights: readonly number[];
  };
}

type Case =
  | BinaryCase
  | MulticlassCase
  | RegressionCase
  | { readonly kind: 'ranking' | 'isotonic' };

const cases = referencePresent
  ? readReferenceJson<{ cases: readonly Case[] }>('vectors/sklearn.json').cases
  : [];
const binary = cases.filter((c) => c.kind === 'binary');
const multiclass = cases.filter((c) => c.kind === 'multiclass');
const regression = cases.filter((c) => c.kind === 'regression');

function expectRelative(actual: number | undefined, expected: number | undefined) {
  const wanted = expected ?? Number.NaN;
  const error = Math.abs((actual ?? Number.NaN) - wanted);
  expect(error).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(wanted), 1e-3));
}

function countCells({ y_true, y_score }: BinaryCase, weights?: readonly number[]) {
  const cells = { tp: 0, fp: 0, tn: 0, fn: 0 };
  y_true.forEach((label, i) => {
    const decided = (y_score[i] ?? 0) >= 0.5;
    const cell = label === 1 ? (decided ? 'tp' : 'fn') : decided ? 'fp' : 'tn';
    cells[cell] += weights?.[i] ?? 1;
  });
  return cells;
}

describe.skipIf(!referencePresent)(`scikit-learn${REFERENCE_NOTE}`, () => {
  it.each(binary)('scores of decisions of $id', (c) => {
    const { expected } = c;
    const { tp, fp, tn, fn } = countCells(c);
    // What is undefined here counts 0 there.
    expectRelative(precision(tp, fp) ?? 0, expected.precision_zero0);
    expectRelative(recall(tp, fn) ?? 0, expected.recall_zero0);
    expectRelative(f1(tp, fp, fn) ?? 0, expected.f1_zero0);
    const confusion = [
      [tn, fp],
      [fn, tp],
    ];
    expectRelative(balancedAccuracy(confusion), expected.balanced_accuracy);
    expectRelative(matthewsCorrelation(confusion), expected.mcc);
    const weighted = countCells(c, expected.weighted.weights);
    expectRelative(f1(weighted.tp, weighted.fp, weighted.fn) ?? 0, expected.weighted.f1);
  });

  it.each(binary)('average_precision_score of $id', ({ y_true, y_score, expected }) => {
    const labels = y_true.map((label) => label === 1);
    expectRelative(areaUnderPrecisionRecallCurve(y_score, labels), expected.average_precision);
    const { weights, average_precision } = expected.weighted;
    expectRelative(areaUnderPrecisionRecallCurve(y_score, labels, weights), average_precision);
  });

  const probabilities = binary.filter((c) => c.expected.brier !== undefined);

  it.each(probabilities)('brier_score_loss of $id', ({ y_true, y_score, expected }) => {
    const squares = y_true.map((label, i) => ((y_score[i] ?? 0) - label) ** 2);
    const sum = squares.reduce((total, square) => total + square, 0);
    expectRelative(brierScore(sum, squares.length), expected.brier);
  });

  it.each(multiclass)('classes of $id', ({ expected }) => {
    // As many copies of the few rows as the metrics ask for before they answer.
    const confusion = expected.confusion_matrix.map((row) => row.map((count) => count * 20));
    const rows = confusion.flat().reduce((sum, count) => sum + count, 0);
    const { labels } = expected;
    const measure = (metric: OutcomeMetric, parameters: Parameters) => {
      const outcome = { task: 'multiclass', classes: labels, confusion } as const;
      const measured = metric.measure({ ...outcomeOf({}, rows), outcome }, parameters);
      // What is undefined here counts 0 there.
      return measured.kind === 'value' ? measured.value : 0;
    };
    const [precisions, recalls, f1s] = expected.per_class_precision_recall_f1_support;
    for (const average of ['macro', 'micro', 'weighted']) {
      expectRelative(measure(precisionMetric, { average }), expected[`precision_${average}`]);
      expectRelative(measure(recallMetric, { average }), expected[`recall_${average}`]);
      expectRelative(measure(f1Metric, { average }), expected[`f1_${average}`]);
    }
    labels.forEach((name, index) => {
      expectRelative(measure(precisionMetric, { class: name }), precisions?.[index]);
      expectRelative(measure(recallMetric, { class: name }), recalls?.[index]);
      expectRelative(measure(f1Metric, { class: name }), f1s?.[index]);
    });
    expectRelative(measure(balancedAccuracyMetric, {}), expected['balanced_accuracy']);
    expectRelative(measure(matthewsCorrelationMetric, {}), expected['mcc']);
  });

  it.each(regression)('errors of $id', ({ y_true, y_pred, expected }) => {
    const sums = (weights: readonly number[]) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const mean = y_true.reduce((sum, y, i) => sum + y * (weights[i] ?? 0), 0) / total;
      const add = (of: (y: number, i: number) => number) =>
        y_true.reduce((sum, y, i) => sum + (weights[i] ?? 0) * of(y, i), 0);
      return {
        total,
        absolute: add((y, i) => Math.abs(y - (y_pred[i] ?? 0))),
        squares: add((y, i) => (y - (y_pred[i] ?? 0)) ** 2),
        percentages: add((y, i) => Math.abs((y - (y_pred[i] ?? 0)) / y)),
        spread: add((y) => (y - mean) ** 2),
      };
    };
    for (const [weights, suffix] of [
      [y_true.map(() => 1), ''],
      [expected.weights, '_weighted'],
    ] as const) {
      const { total, absolute, squares, percentages, spread } = sums(weights);
      expectRelative(meanAbsoluteError(absolute, total), Number(expected[`mae${suffix}`]));
      expectRelative(rootMeanSquaredError(squares, total), Number(expected[`rmse${suffix}`]));
      // No label of the file is 0; with weights the library was not asked.
      if (suffix === '') {
        expectRelative(meanAbsolutePercentageError(percentages, total), Number(expected['mape']));
      }
      const explained = rSquared(squares, spread);
      // One row and constant labels: NaN or 1 there, no value here.
      if (spread === 0) expect(explained).toBeUndefined();
      else expectRelative(explained, Number(expected[`r2${suffix}`]));
    }
  });

  it('are all the cases of the file that concern these metrics', () => {
    // Left out: ranking and isotonic regression, which no metric here does; Brier of scores that are
    // no probabilities.
    expect([binary.length, multiclass.length, regression.length]).toEqual([9, 4, 7]);
    expect(probabilities).toHaveLength(8);
    const others = cases.length - binary.length - multiclass.length - regression.length;
    expect(others).toBe(7);
  });
});
