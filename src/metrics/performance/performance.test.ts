import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../testing/arbitrary-profiles.ts';
import { mergeOutcomeProfiles } from '../merge-outcome-profiles.ts';
import type { Measured } from '../metric.ts';
import type { OutcomeProfile } from '../profile.ts';
import { accuracy, accuracyMetric } from './accuracy.ts';
import { LOG_LOSS_CLIP, logLoss, logLossMetric, logLossOf } from './log-loss.ts';
import { areaOfScoreGrid, areaUnderRocCurve, rocAucMetric } from './roc-auc.ts';

const METRICS = [accuracyMetric, logLossMetric, rocAucMetric];
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const rows = fc
  .array(fc.tuple(probability, fc.boolean()), { minLength: 2, maxLength: 200 })
  .filter((pairs) => pairs.some(([, label]) => label) && pairs.some(([, label]) => !label));

const scores = (pairs: readonly (readonly [number, boolean])[]) => pairs.map(([score]) => score);
const labels = (pairs: readonly (readonly [number, boolean])[]) => pairs.map(([, label]) => label);

function gridOf(pairs: readonly (readonly [number, boolean])[], bins: number) {
  const count = (wanted: boolean) => {
    const counts = new Array<number>(bins).fill(0);
    for (const [score, label] of pairs) {
      const bin = Math.min(Math.floor(score * bins), bins - 1);
      if (label === wanted) counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  return { positives: count(true), negatives: count(false) };
}

describe('area under the ROC curve', () => {
  it('is the share of pairs in the right order, ties counting one half', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        let won = 0;
        let all = 0;
        for (const [s, positive] of pairs) {
          for (const [t, other] of pairs) {
            if (!positive || other) continue;
            all += 1;
            won += s > t ? 1 : s === t ? 0.5 : 0;
          }
        }
        expect(areaUnderRocCurve(scores(pairs), labels(pairs))).toBeCloseTo(won / all, 12);
      }),
    );
  });

  it('does not change by order, by a monotone change of the scores or by the unit of weights', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const area = areaUnderRocCurve(scores(pairs), labels(pairs));
        const turned = [...pairs].reverse();
        expect(areaUnderRocCurve(scores(turned), labels(turned))).toBe(area);
        const doubled = scores(pairs).map((score) => 2 * score);
        expect(areaUnderRocCurve(doubled, labels(pairs))).toBe(area);
        const weights = pairs.map(() => 0.25);
        expect(areaUnderRocCurve(scores(pairs), labels(pairs), weights)).toBe(area);
      }),
    );
  });

  it('of turned labels is 1 minus itself', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const area = areaUnderRocCurve(scores(pairs), labels(pairs)) ?? Number.NaN;
        const turned = areaUnderRocCurve(
          scores(pairs),
          labels(pairs).map((label) => !label),
        );
        expect(turned).toBeCloseTo(1 - area, 12);
      }),
    );
  });

  it('on a grid of scores is within its error bound of the exact one', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 200 }), (pairs, bins) => {
        const { positives, negatives } = gridOf(pairs, bins);
        const grid = areaOfScoreGrid(positives, negatives);
        const exact = areaUnderRocCurve(scores(pairs), labels(pairs)) ?? Number.NaN;
        expect(Math.abs((grid?.area ?? Number.NaN) - exact)).toBeLessThanOrEqual(
          (grid?.errorBound ?? 0) + 1e-12,
        );
      }),
    );
  });

  it('has no value where one class has no weight', () => {
    expect(areaUnderRocCurve([1, 2], [true, true])).toBeUndefined();
    expect(areaUnderRocCurve([1, 2], [true, false], [1, 0])).toBeUndefined();
    expect(areaUnderRocCurve([], [])).toBeUndefined();
  });

  it.each([
    ['labels of other length', () => areaUnderRocCurve([1], []), /of one length/],
    ['weights of other length', () => areaUnderRocCurve([1], [true], []), /of one length/],
    ['NaN', () => areaUnderRocCurve([Number.NaN], [true]), /A score is NaN/],
    ['negative weights', () => areaUnderRocCurve([1], [true], [-1]), /not negative, not -1/],
    ['grids of other length', () => areaOfScoreGrid([1], []), /the same bins/],
  ])('refuses %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('log loss', () => {
  it('of a row is never negative, infinite or NaN', () => {
    fc.assert(
      fc.property(probability, fc.boolean(), (score, label) => {
        const loss = logLossOf(score, label);
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(loss).toBeLessThan(36.05);
      }),
    );
  });

  it.each([
    ['certain and wrong', 0, true, -Math.log(LOG_LOSS_CLIP)],
    ['certain and wrong the other way', 1, false, -Math.log(LOG_LOSS_CLIP)],
    ['undecided', 0.5, true, Math.LN2],
  ])('of a row that is %s', (_, score, label, expected) => {
    expect(logLossOf(score, label)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['a score that is no probability', () => logLossOf(1.1, true), /between 0 and 1, not 1.1/],
    ['NaN', () => logLossOf(Number.NaN, true), /not NaN/],
    ['a negative sum', () => logLoss(-1, 1), /not negative, not -1/],
    ['no weight', () => logLoss(0, 0), /above 0, not 0/],
  ])('refuses %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

/** 200 labelled rows in two bins: 80 + 20 positives and negatives each. */
const outcome = outcomeOf(
  {
    positives: [20, 80],
    negatives: [80, 20],
    logLossSum: 60,
    truePositives: 80,
    falsePositives: 20,
    trueNegatives: 80,
    falseNegatives: 20,
  },
  200,
);
const regression: OutcomeProfile = {
  ...outcome,
  outcome: {
    task: 'regression',
    errors: { n: 0, mean: 0, m2: 0 },
    labels: { n: 0, mean: 0, m2: 0 },
    absoluteErrorSum: 0,
    squaredErrorSum: 0,
    fourthPowerErrorSum: 0,
    percentageErrorSum: 0,
    percentageErrorSquares: 0,
    percentageWeight: 0,
  },
};

function numberIn(measured: Measured) {
  if (measured.kind !== 'value') throw new Error(`There is no number: ${measured.reason}.`);
  return measured;
}

describe('metrics of an outcome', () => {
  it('read what they need from the profile', () => {
    expect(accuracyMetric.measure(outcome, {})).toMatchObject({
      kind: 'value',
      value: 0.8,
      n: 200,
      m: 0,
    });
    expect(logLossMetric.measure(outcome, {})).toMatchObject({ kind: 'value', value: 0.3, n: 200 });
    expect(rocAucMetric.measure(outcome, {})).toMatchObject({
      kind: 'value',
      value: 0.8,
      errorBound: 0.16,
      n: 200,
      m: 0,
    });
  });

  it('do not change when a window is merged with its like', () => {
    const twice = mergeOutcomeProfiles(outcome, outcome);
    for (const metric of METRICS) {
      const { standardError, ...once } = numberIn(metric.measure(outcome, {}));
      const { standardError: halved, ...both } = numberIn(metric.measure(twice, {}));
      expect(both).toEqual({ ...once, n: 400 });
      // But for the one row that starts it.
      expect((standardError ?? 0) / (halved ?? 0)).toBeCloseTo(Math.SQRT2, 1);
    }
  });

  it.each([
    ['no rows', { ...outcomeOf({}, 0) }, 'no_data', 'no_rows'],
    ['rows and no labels', { ...outcomeOf({}, 0), rows: 50 }, 'no_data', 'no_labels'],
    ['too few labels', outcomeOf({ truePositives: 29 }, 29), 'insufficient_data', 'too_few_rows'],
  ] as const)('answer %s by name', (_, profile, kind, reason) => {
    for (const metric of METRICS) {
      expect(metric.measure(profile, {})).toMatchObject({ kind, reason });
    }
  });

  it('answer by name where labels came and what they ask for did not', () => {
    const silent = outcomeOf({ scoredWeight: 0 }, 200);
    expect(rocAucMetric.measure(silent, {})).toMatchObject({ reason: 'no_scores' });
    expect(logLossMetric.measure(silent, {})).toMatchObject({ reason: 'no_scores' });
    expect(accuracyMetric.measure(silent, {})).toMatchObject({ reason: 'no_values' });
    const oneClass = outcomeOf({ positives: [1, 1], negatives: [0, 0] }, 200);
    expect(rocAucMetric.measure(oneClass, {})).toMatchObject({ reason: 'one_class_only', n: 200 });
  });

  it('count labelled rows by their weight, not by their number', () => {
    const heavy = { ...outcome, weight: 1000 + 199, weightSquares: 1e6 + 199 };
    expect(accuracyMetric.measure(heavy, {})).toMatchObject({ kind: 'insufficient_data' });
  });

  it.each(METRICS)('$descriptor.id refuses a regression with a sentence', (metric) => {
    expect(() => metric.measure(regression, {})).toThrow(/not defined for "default".*regression/);
  });
});

interface Expected {
  readonly rocAuc: number | null;
  readonly accuracy: number;
  readonly logLoss: number | null;
}

interface Vectors {
  readonly cases: readonly {
    readonly id: string;
    readonly labels: readonly number[];
    readonly scores: readonly number[];
    readonly weights: readonly number[];
    readonly plain: Expected;
    readonly weighted: Expected;
  }[];
}

describe('the vectors of scikit-learn', () => {
  const file = new URL('performance.vectors.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

  it.each(cases)('hold for $id, with weights and without', (vector) => {
    const positive = vector.labels.map((label) => label === 1);
    const check = (weights: readonly number[], expected: Expected) => {
      const sum = (values: readonly number[]) =>
        values.reduce((total, value, i) => total + value * (weights[i] ?? Number.NaN), 0);
      const all = sum(vector.scores.map(() => 1));
      const correct = vector.scores.map((score, i) => Number(score >= 0.5 === positive[i]));
      const area = areaUnderRocCurve(vector.scores, positive, weights);
      if (expected.rocAuc === null) expect(area).toBeUndefined();
      else expect(area).toBeCloseTo(expected.rocAuc, 12);
      expect(accuracy(sum(correct), all)).toBeCloseTo(expected.accuracy, 12);
      if (expected.logLoss === null) return;
      const losses = vector.scores.map((score, i) => logLossOf(score, positive[i] === true));
      expect(logLoss(sum(losses), all)).toBeCloseTo(expected.logLoss, 9);
    };
    check(
      vector.labels.map(() => 1),
      vector.plain,
    );
    check(vector.weights, vector.weighted);
  });
});
