import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../stats/random.ts';
import { outcomeOf } from '../../testing/arbitrary-profiles.ts';
import { confidenceInterval } from '../confidence-interval.ts';
import type { Parameters } from '../metric.ts';
import { findMetric } from '../metrics.ts';
import type { OutcomeProfile } from '../profile.ts';
import { logLossOf } from './log-loss.ts';

const WINDOWS = 600;
const ROWS = 600;
const SCORE_BINS = 1000;

/** Scores of a calibrated model that knows something, a third of the labels positive. */
function drawBinary(random: Random): OutcomeProfile {
  const positives = new Array<number>(SCORE_BINS).fill(0);
  const negatives = new Array<number>(SCORE_BINS).fill(0);
  const cells = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  let [logLossSum, squaredErrorSum] = [0, 0];
  for (let row = 0; row < ROWS; row += 1) {
    const score = 1 / (1 + Math.exp(1 - 2 * random.normal()));
    const positive = random.uniform() < score;
    const bin = Math.floor(score * SCORE_BINS);
    const side = positive ? positives : negatives;
    side[bin] = (side[bin] ?? 0) + 1;
    logLossSum += logLossOf(score, positive);
    squaredErrorSum += (score - Number(positive)) ** 2;
    const cell = `${positive === score > 0.5 ? 'true' : 'false'}${score > 0.5 ? 'Positives' : 'Negatives'}`;
    cells[cell as keyof typeof cells] += 1;
  }
  return outcomeOf({ positives, negatives, logLossSum, squaredErrorSum, ...cells }, ROWS);
}

const CLASS_SHARES = [0.5, 0.3, 0.2];

function drawMulticlass(random: Random): OutcomeProfile {
  const confusion = CLASS_SHARES.map(() => [0, 0, 0]);
  for (let row = 0; row < ROWS; row += 1) {
    const draw = random.uniform();
    const label = draw < 0.5 ? 0 : draw < 0.8 ? 1 : 2;
    const decision = random.uniform() < 0.6 + 0.1 * label ? label : random.integer(3);
    const line = confusion[label] ?? [];
    line[decision] = (line[decision] ?? 0) + 1;
  }
  const classes = ['a', 'b', 'c'];
  return { ...outcomeOf({}, ROWS), outcome: { task: 'multiclass', classes, confusion } };
}

function drawRegression(random: Random): OutcomeProfile {
  let [absoluteErrorSum, squaredErrorSum, fourthPowerErrorSum] = [0, 0, 0];
  let [percentageErrorSum, percentageErrorSquares, percentageWeight] = [0, 0, 0];
  for (let row = 0; row < ROWS; row += 1) {
    const error = random.normal() * (1 + random.uniform());
    absoluteErrorSum += Math.abs(error);
    squaredErrorSum += error * error;
    fourthPowerErrorSum += error ** 4;
    const label = random.integer(5);
    if (label === 0) continue;
    percentageErrorSum += Math.abs(error / label);
    percentageErrorSquares += (error / label) ** 2;
    percentageWeight += 1;
  }
  const errors = { n: ROWS, mean: 0, m2: squaredErrorSum };
  return {
    ...outcomeOf({}, ROWS),
    outcome: {
      task: 'regression',
      errors,
      labels: errors,
      absoluteErrorSum,
      squaredErrorSum,
      fourthPowerErrorSum,
      percentageErrorSum,
      percentageErrorSquares,
      percentageWeight,
    },
  };
}

const DRAWS = { binary: drawBinary, multiclass: drawMulticlass, regression: drawRegression };

const drawAll = (task: keyof typeof DRAWS): OutcomeProfile[] => {
  const random = createRandom(20260);
  return Array.from({ length: WINDOWS }, () => DRAWS[task](random));
};
const windows = {
  binary: drawAll('binary'),
  multiclass: drawAll('multiclass'),
  regression: drawAll('regression'),
};

describe('the standard error of a number from labelled rows', () => {
  it.each([
    ['accuracy', 'binary', {}],
    ['precision', 'binary', {}],
    ['recall', 'binary', {}],
    ['f1', 'binary', {}],
    ['matthews_correlation', 'binary', {}],
    ['balanced_accuracy', 'binary', {}],
    ['roc_auc', 'binary', {}],
    ['pr_auc', 'binary', {}],
    ['log_loss', 'binary', {}],
    ['brier_score', 'binary', {}],
    ['accuracy', 'multiclass', {}],
    ['precision', 'multiclass', { average: 'macro' }],
    ['precision', 'multiclass', { average: 'weighted' }],
    ['precision', 'multiclass', { average: 'micro' }],
    ['precision', 'multiclass', { class: 'b' }],
    ['recall', 'multiclass', { average: 'macro' }],
    ['recall', 'multiclass', { average: 'weighted' }],
    ['recall', 'multiclass', { class: 'c' }],
    ['f1', 'multiclass', { average: 'macro' }],
    ['f1', 'multiclass', { average: 'weighted' }],
    ['f1', 'multiclass', { average: 'micro' }],
    ['f1', 'multiclass', { class: 'a' }],
    ['matthews_correlation', 'multiclass', {}],
    ['balanced_accuracy', 'multiclass', {}],
    ['mean_absolute_error', 'regression', {}],
    ['root_mean_squared_error', 'regression', {}],
    ['mean_absolute_percentage_error', 'regression', {}],
  ] as const)('%s of a %s output %o is how far windows lie apart', (id, task, parameters) => {
    const values: number[] = [];
    let [errors, deviation] = [0, 0];
    for (const profile of windows[task]) {
      const metric = findMetric(id);
      if (metric?.subject !== 'outcome') throw new Error(`${id} is no metric of outcomes.`);
      const measured = metric.measure(profile, parameters satisfies Parameters);
      if (measured.kind !== 'value') throw new Error(measured.reason);
      values.push(measured.value);
      errors += (measured.standardError ?? Number.NaN) / WINDOWS;
      const sampling = metric.sampling?.(profile, parameters);
      if (sampling?.kind === 'estimate') deviation += sampling.rowDeviation / WINDOWS;
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / WINDOWS;
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (WINDOWS - 1));
    // 600 windows know their own spread to 3 %.
    expect(Math.abs(errors / spread - 1)).toBeLessThan(0.1);
    expect(deviation / Math.sqrt(ROWS)).toBeCloseTo(errors, 12);
  });

  it.each([
    ['accuracy', 'binary'],
    ['recall', 'binary'],
    ['roc_auc', 'binary'],
    ['pr_auc', 'binary'],
    ['brier_score', 'binary'],
    ['log_loss', 'binary'],
    ['f1', 'multiclass'],
    ['mean_absolute_error', 'regression'],
  ] as const)('gives an interval of 95 %% that holds the truth so often: %s, %s', (id, task) => {
    const metric = findMetric(id);
    if (metric?.subject !== 'outcome') throw new Error(`${id} is no metric of outcomes.`);
    const measured = windows[task].map((profile) => metric.measure(profile, {}));
    // The mean of 600 windows is as near to the truth as one of 360,000 rows.
    const sum = measured.reduce((total, one) => total + (one.kind === 'value' ? one.value : 0), 0);
    const truth = sum / WINDOWS;
    const held = measured.filter((one) => {
      const interval = confidenceInterval(metric.descriptor, one);
      return interval !== null && interval.low <= truth && truth <= interval.high;
    });
    expect(held.length / WINDOWS).toBeGreaterThan(0.92);
    expect(held.length / WINDOWS).toBeLessThan(0.98);
  });

  it('is above 0 where every row was right', () => {
    const perfect = outcomeOf(
      { positives: [0, 50], negatives: [50, 0], truePositives: 50, trueNegatives: 50 },
      100,
    );
    for (const id of ['accuracy', 'f1', 'recall', 'matthews_correlation', 'roc_auc', 'pr_auc']) {
      const metric = findMetric(id);
      const measured = metric?.subject === 'outcome' && metric.measure(perfect, {});
      expect([id, measured]).toMatchObject([id, { value: 1 }]);
      expect(measured && measured.kind === 'value' && measured.standardError).toBeGreaterThan(0);
    }
  });

  it('is larger where a part of the labelled rows has no score', () => {
    const all = drawBinary(createRandom(1));
    const half = { ...all, labelledRows: 1200, weight: 1200, weightSquares: 1200, rows: 1200 };
    const metric = findMetric('roc_auc');
    if (metric?.subject !== 'outcome') throw new Error('There is no such metric.');
    const [whole, part] = [metric.measure(all, {}), metric.measure(half, {})];
    if (whole.kind !== 'value' || part.kind !== 'value') throw new Error('There is no number.');
    expect(part.standardError).toBeCloseTo(whole.standardError ?? 0, 4);
    expect(part.n).toBe(1200);
  });

  it.each(['r_squared', 'expected_calibration_error'])(
    'of %s is not known from a profile, and is left out',
    (id) => {
      const metric = findMetric(id);
      if (metric?.subject !== 'outcome') throw new Error('There is no such metric.');
      const task = metric.descriptor.tasks?.[0] ?? 'binary';
      const measured = metric.measure(DRAWS[task](createRandom(1)), {});
      expect(measured.kind).toBe('value');
      expect('standardError' in measured).toBe(false);
      expect(metric.sampling).toBeUndefined();
    },
  );
});
