import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../testing/arbitrary-profiles.ts';
import { METRICS } from '../metrics.ts';
import type { OutcomeProfile } from '../profile.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { brierScore } from './brier-score.ts';
import { calibrationErrorOfGrid, expectedCalibrationError } from './expected-calibration-error.ts';
import { f1, f1Metric } from './f1.ts';
import { matthewsCorrelation } from './matthews-correlation.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import {
  meanAbsolutePercentageError,
  meanAbsolutePercentageErrorMetric,
} from './mean-absolute-percentage-error.ts';
import { areaUnderPrecisionRecallCurve, averagePrecisionOfGrid } from './pr-auc.ts';
import { precision, precisionMetric } from './precision.ts';
import { rSquared, rSquaredMetric } from './r-squared.ts';
import { recall, recallMetric } from './recall.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';

const weight = fc.integer({ min: 0, max: 1000 });
const matrix = fc.integer({ min: 2, max: 5 }).chain((size) =>
  fc.array(fc.array(weight, { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const turn = (confusion: number[][]) =>
  confusion.map((_, column) => confusion.map((row) => row[column] ?? 0));

function classesOf(confusion: readonly (readonly number[])[]): OutcomeProfile {
  const classes = confusion.map((_, index) => `class ${index}`);
  return {
    ...outcomeOf({}, sum(confusion.flat())),
    outcome: { task: 'multiclass', classes, confusion },
  };
}

describe('scores of decisions', () => {
  it('F1 lies between precision and recall', () => {
    fc.assert(
      fc.property(weight, weight, weight, (tp, fp, fn) => {
        fc.pre(tp > 0);
        const [p, r, f] = [precision(tp, fp) ?? 0, recall(tp, fn) ?? 0, f1(tp, fp, fn) ?? 0];
        expect(f).toBeGreaterThanOrEqual(Math.min(p, r) - 1e-12);
        expect(f).toBeLessThanOrEqual(Math.max(p, r) + 1e-12);
      }),
    );
  });

  it('correlation is within ±1, 1 for a diagonal, and turns with labels and decisions', () => {
    fc.assert(
      fc.property(matrix, (confusion) => {
        fc.pre(sum(confusion.flat()) > 0);
        const value = matthewsCorrelation(confusion) ?? Number.NaN;
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(matthewsCorrelation(turn(confusion))).toBeCloseTo(value, 9);
        expect(balancedAccuracy(confusion)).toBeLessThanOrEqual(1);
      }),
    );
    expect(
      matthewsCorrelation([
        [7, 0],
        [0, 1],
      ]),
    ).toBeCloseTo(1, 12);
    expect(
      matthewsCorrelation([
        [0, 7],
        [1, 0],
      ]),
    ).toBeCloseTo(-1, 12);
    expect(
      matthewsCorrelation([
        [5, 5],
        [0, 0],
      ]),
    ).toBe(0);
  });

  it('micro means of precision, recall and F1 over classes are one number: accuracy', () => {
    fc.assert(
      fc.property(matrix, (confusion) => {
        const profile = classesOf(confusion);
        fc.pre(profile.labelledRows >= 30);
        const correct = sum(confusion.map((row, index) => row[index] ?? 0));
        for (const metric of [precisionMetric, recallMetric, f1Metric]) {
          const measured = metric.measure(profile, { average: 'micro' });
          const value = measured.kind === 'value' ? measured.value : Number.NaN;
          expect(value).toBeCloseTo(correct / profile.labelledRows, 12);
        }
      }),
    );
  });

  it('leave classes out of the mean that nobody met', () => {
    const two = precisionMetric.measure(
      classesOf([
        [30, 10],
        [0, 40],
      ]),
      {},
    );
    const three = precisionMetric.measure(
      classesOf([
        [30, 10, 0],
        [0, 40, 0],
        [0, 0, 0],
      ]),
      {},
    );
    expect(two).toEqual(three);
  });

  it.each([
    ['precision without positive decisions', precisionMetric, 'no_positive_decisions'],
    ['recall without positive labels', recallMetric, 'no_positive_labels'],
  ] as const)('%s is no number', (_, metric, reason) => {
    expect(metric.measure(outcomeOf({ trueNegatives: 50 }, 50), {})).toMatchObject({
      kind: 'no_data',
      reason,
    });
  });

  it.each([
    ['a class of a binary output', outcomeOf({ truePositives: 50 }, 50), /is binary/],
    [
      'an unknown class',
      classesOf([
        [50, 0],
        [0, 50],
      ]),
      /no class "ghost"/,
    ],
  ])('refuse %s with a sentence', (_, profile, message) => {
    expect(() => f1Metric.measure(profile, { class: 'ghost' })).toThrow(message);
  });
});

interface Vectors {
  readonly cases: readonly {
    readonly id: string;
    readonly labels: readonly number[];
    readonly scores: readonly number[];
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    readonly balancedAccuracy: number;
    readonly matthewsCorrelation: number;
    readonly prAuc: number;
  }[];
}

describe('scores of decisions as scikit-learn has them', () => {
  const file = new URL('decisions.vectors.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

  it.each(cases)('$id', (c) => {
    const count = (label: number, decided: boolean) =>
      c.labels.filter((one, i) => one === label && (c.scores[i] ?? 0) >= 0.5 === decided).length;
    const [tn, fp, fn, tp] = [count(0, false), count(0, true), count(1, false), count(1, true)];
    const confusion = [
      [tn, fp],
      [fn, tp],
    ];
    expect(precision(tp, fp) ?? 0).toBeCloseTo(c.precision, 13);
    expect(recall(tp, fn) ?? 0).toBeCloseTo(c.recall, 13);
    expect(f1(tp, fp, fn) ?? 0).toBeCloseTo(c.f1, 13);
    expect(balancedAccuracy(confusion)).toBeCloseTo(c.balancedAccuracy, 13);
    expect(matthewsCorrelation(confusion)).toBeCloseTo(c.matthewsCorrelation, 13);
    const labels = c.labels.map((label) => label === 1);
    expect(areaUnderPrecisionRecallCurve(c.scores, labels)).toBeCloseTo(c.prAuc, 13);
  });
});

const scored = fc
  .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
    minLength: 1,
    maxLength: 200,
  })
  .filter((rows) => rows.some(([, label]) => label));

function gridOf(rows: readonly (readonly [number, boolean])[], bins: number) {
  const positives = new Array<number>(bins).fill(0);
  const negatives = new Array<number>(bins).fill(0);
  for (const [score, label] of rows) {
    const side = label ? positives : negatives;
    const bin = Math.min(Math.floor(score * bins), bins - 1);
    side[bin] = (side[bin] ?? 0) + 1;
  }
  return [positives, negatives] as const;
}

describe('scores on the grid', () => {
  it('give average precision within its error bound', () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 1, max: 200 }), (rows, bins) => {
        const exact = areaUnderPrecisionRecallCurve(
          rows.map(([score]) => score),
          rows.map(([, label]) => label),
        );
        const grid = averagePrecisionOfGrid(...gridOf(rows, bins));
        const error = Math.abs((grid?.area ?? Number.NaN) - (exact ?? Number.NaN));
        expect(error).toBeLessThanOrEqual((grid?.errorBound ?? 0) + 1e-12);
      }),
    );
  });

  it('give calibration error within half a bin of the grid', () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 2, max: 20 }), (rows, bins) => {
        const exact = expectedCalibrationError(
          // On the grid's own places, so that rounding cannot move a score to another bin.
          rows.map(([score]) => Math.floor(score * 999) / 1000 + 0.0005),
          rows.map(([, label]) => label),
          undefined,
          bins,
        );
        const moved = rows.map(
          ([s, label]) => [Math.floor(s * 999) / 1000 + 0.0005, label] as const,
        );
        const grid = calibrationErrorOfGrid(...gridOf(moved, 1000), bins);
        expect(Math.abs((grid ?? 0) - (exact ?? 1))).toBeLessThanOrEqual(0.0005 + 1e-12);
      }),
    );
  });

  it('of a perfect ranking have area 1, and of certain truth no calibration error', () => {
    expect(areaUnderPrecisionRecallCurve([0.1, 0.9], [false, true])).toBe(1);
    expect(areaUnderPrecisionRecallCurve([0.1], [false])).toBeUndefined();
    expect(expectedCalibrationError([0, 1], [false, true])).toBe(0);
    expect(expectedCalibrationError([], [])).toBeUndefined();
  });
});

const REGRESSION = {
  task: 'regression' as const,
  errors: { n: 250, mean: 0, m2: 250 },
  labels: { n: 250, mean: 3, m2: 500 },
  absoluteErrorSum: 250,
  squaredErrorSum: 250,
  fourthPowerErrorSum: 500,
  percentageErrorSum: 50,
  percentageErrorSquares: 20,
  percentageWeight: 200,
};

describe('errors of values', () => {
  it('are the size of a constant error, whichever mean is taken', () => {
    expect(meanAbsoluteError(3 * 10, 10)).toBe(3);
    expect(rootMeanSquaredError(9 * 10, 10)).toBe(3);
    expect(rSquared(90, 90)).toBe(0);
  });

  it('have no R² where labels are constant', () => {
    const constant = { n: 50, mean: 3, m2: 0 };
    const profile: OutcomeProfile = {
      ...outcomeOf({}, 50),
      outcome: {
        task: 'regression',
        errors: { n: 50, mean: 0, m2: 50 },
        labels: constant,
        absoluteErrorSum: 50,
        squaredErrorSum: 50,
        fourthPowerErrorSum: 50,
        percentageErrorSum: 50,
        percentageErrorSquares: 20,
        percentageWeight: 200,
      },
    };
    expect(rSquaredMetric.measure(profile, {})).toMatchObject({ reason: 'constant_labels' });
  });

  it('have no percentage where every label is 0', () => {
    const profile: OutcomeProfile = {
      ...outcomeOf({}, 250),
      outcome: { ...REGRESSION, percentageErrorSum: 0, percentageWeight: 0 },
    };
    const measured = meanAbsolutePercentageErrorMetric.measure(profile, {});
    expect(measured).toMatchObject({ kind: 'no_data', reason: 'no_values' });
  });

  it.each([
    ['negative sums', () => meanAbsoluteError(-1, 2), /not negative, not -1/],
    ['infinite percentages', () => meanAbsolutePercentageError(1 / 0, 2), /not Infinity/],
    ['no label but 0', () => meanAbsolutePercentageError(1, 0), /above 0, not 0/],
    ['NaN', () => rootMeanSquaredError(Number.NaN, 2), /not NaN/],
    ['no weight', () => rootMeanSquaredError(1, 0), /above 0, not 0/],
    ['an infinite spread', () => rSquared(1, 1 / 0), /not Infinity/],
    ['errors above their weight', () => brierScore(3, 2), /exceeds/],
    ['a score above 1', () => expectedCalibrationError([2], [true]), /between 0 and 1, not 2/],
    [
      'a negative weight',
      () => expectedCalibrationError([1], [true], [-1]),
      /not negative, not -1/,
    ],
    ['labels of other length', () => areaUnderPrecisionRecallCurve([1], []), /one length/],
    ['grids of other length', () => averagePrecisionOfGrid([1], []), /the same bins/],
    ['other calibration grids', () => calibrationErrorOfGrid([1], []), /the same bins/],
    ['a negative count', () => averagePrecisionOfGrid([-1], [1]), /not negative, not -1/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

const OUTCOMES: Readonly<Record<string, OutcomeProfile>> = {
  binary: outcomeOf(
    {
      positives: [0, 30, 0, 60],
      negatives: [50, 0, 10, 0],
      truePositives: 60,
      falseNegatives: 30,
      trueNegatives: 50,
      falsePositives: 10,
      squaredErrorSum: 40,
      logLossSum: 90,
    },
    250,
  ),
  multiclass: classesOf([
    [90, 10],
    [30, 120],
  ]),
  regression: {
    ...outcomeOf({}, 250),
    outcome: REGRESSION,
  },
};

describe.each(METRICS.filter((metric) => metric.subject === 'outcome'))(
  '$descriptor.id of an output',
  ({ descriptor, measure }) => {
    it.each(Object.entries(OUTCOMES))('knows what to do with a %s one', (task, profile) => {
      if (descriptor.tasks?.some((known) => known === task)) {
        const measured = measure(profile, {});
        if (measured.kind !== 'value') throw new Error(measured.reason);
        expect(measured.value).toBeGreaterThanOrEqual(descriptor.range[0]);
        expect(measured.value).toBeLessThanOrEqual(descriptor.range[1]);
        expect(measured.n).toBe(250);
      } else {
        expect(() => measure(profile, {})).toThrow(/is not defined for "default"/);
      }
    });

    it.each([
      ['labels', { labelledRows: 0, weight: 0, weightSquares: 0 }, 'no_labels'],
      ['rows', { rows: 0, labelledRows: 0, weight: 0, weightSquares: 0 }, 'no_rows'],
      ['labels enough', { labelledRows: 9, weight: 9, weightSquares: 9 }, 'too_few_rows'],
    ])('answers by name without %s', (_, parts, reason) => {
      const profile = OUTCOMES[descriptor.tasks?.[0] ?? ''];
      if (profile === undefined) throw new Error('No such task.');
      expect(measure({ ...profile, ...parts }, {})).toMatchObject({ reason });
    });
  },
);
