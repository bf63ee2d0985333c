import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../testing/arbitrary-profiles.ts';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../testing/read-reference.ts';
import { accuracy, accuracyMetric } from './accuracy.ts';
import { logLoss, logLossOf } from './log-loss.ts';
import { areaUnderRocCurve } from './roc-auc.ts';

interface Scores {
  readonly roc_auc: number | { readonly error: string };
  readonly accuracy: number;
  readonly log_loss_labels01?: number;
}

interface BinaryCase {
  readonly kind: 'binary';
  readonly id: string;
  readonly y_true: readonly number[];
  readonly y_score: readonly number[];
  readonly expected: Scores & {
    readonly weighted: {
      readonly weights: readonly number[];
      readonly roc_auc: number | { readonly error: string };
      readonly accuracy: number;
      readonly log_loss?: number;
    };
  };
}

interface MulticlassCase {
  readonly kind: 'multiclass';
  readonly id: string;
  readonly expected: {
    readonly labels: readonly string[];
    readonly confusion_matrix: readonly (readonly number[])[];
    readonly accuracy: number;
  };
}

type Case = BinaryCase | MulticlassCase | { readonly kind: 'other'; readonly id: string };

const cases = referencePresent
  ? readReferenceJson<{ cases: readonly Case[] }>('vectors/sklearn.json').cases
  : [];
const binary = cases.filter((c) => c.kind === 'binary');
const multiclass = cases.filter((c) => c.kind === 'multiclass');

function expectRelative(actual: number | undefined, expected: number, tolerance: number) {
  const error = Math.abs((actual ?? Number.NaN) - expected);
  expect(error).toBeLessThanOrEqual(tolerance * Math.abs(expected) + Number.MIN_VALUE);
}

/** The library raises where one class is absent; ours has no value there. */
function expectArea(actual: number | undefined, expected: number | { readonly error: string }) {
  if (typeof expected === 'number') expectRelative(actual, expected, 1e-12);
  else expect(actual).toBeUndefined();
}

function weightedSum(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
}

describe.skipIf(!referencePresent)(`scikit-learn${REFERENCE_NOTE}`, () => {
  it.each(binary)('roc_auc_score of $id', ({ y_true, y_score, expected }) => {
    const labels = y_true.map((label) => label === 1);
    expectArea(areaUnderRocCurve(y_score, labels), expected.roc_auc);
    const { weights, roc_auc } = expected.weighted;
    expectArea(areaUnderRocCurve(y_score, labels, weights), roc_auc);
  });

  it.each(binary)('accuracy_score of $id', ({ y_true, y_score, expected }) => {
    const correct = y_true.map((label, i) => Number((y_score[i] ?? 0) >= 0.5 === (label === 1)));
    const ones = y_true.map(() => 1);
    expectRelative(accuracy(weightedSum(correct, ones), ones.length), expected.accuracy, 1e-12);
    const { weights, accuracy: weighted } = expected.weighted;
    expectRelative(
      accuracy(weightedSum(correct, weights), weightedSum(ones, weights)),
      weighted,
      1e-12,
    );
  });

  // Left out: scores_not_probabilities, for which the library gives no log loss either.
  const probabilities = binary.filter((c) => c.expected.log_loss_labels01 !== undefined);

  it.each(probabilities)('log_loss of $id', ({ y_true, y_score, expected }) => {
    const losses = y_true.map((label, i) => logLossOf(y_score[i] ?? 0, label === 1));
    const ones = y_true.map(() => 1);
    const plain = logLoss(weightedSum(losses, ones), ones.length);
    expectRelative(plain, expected.log_loss_labels01 ?? Number.NaN, 1e-9);
    const { weights, log_loss } = expected.weighted;
    if (log_loss !== undefined) {
      const weighted = logLoss(weightedSum(losses, weights), weightedSum(ones, weights));
      expectRelative(weighted, log_loss, 1e-9);
    }
  });

  it.each(multiclass)('accuracy_score of the classes of $id', ({ expected }) => {
    // As many copies of the few rows as the metric asks for before it answers.
    const confusion = expected.confusion_matrix.map((row) => row.map((count) => count * 20));
    const rows = confusion.flat().reduce((sum, count) => sum + count, 0);
    const measured = accuracyMetric.measure(
      {
        ...outcomeOf({}, rows),
        outcome: { task: 'multiclass', classes: expected.labels, confusion },
      },
      {},
    );
    expectRelative(
      measured.kind === 'value' ? measured.value : undefined,
      expected.accuracy,
      1e-12,
    );
  });

  it('are all the cases of the file that concern these metrics', () => {
    expect([binary.length, multiclass.length, probabilities.length]).toEqual([9, 4, 8]);
    const without = binary.filter((c) => !probabilities.includes(c)).map((c) => c.id);
    expect(without).toEqual(['scores_not_probabilities']);
  });
});
