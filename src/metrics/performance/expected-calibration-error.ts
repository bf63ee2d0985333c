import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { scoreMetric } from '../outcome-metric.ts';
import { readWholeNumber } from '../read-parameters.ts';

const DEFAULT_BINS = 10;

/** Mean distance between score and share of positives, over bins of score.
 *  Formula     Σ_b (W_b / W) |mean score of b − share of positives in b|
 *  Inputs      scores in [0, 1], labels, weights (1 where left out), the number of bins
 *  Returns     a probability, [0, 1], 0 is best, higher is worse; undefined without weight
 *  Convention  10 bins of equal width, half-open, the last closed. On a profile the mean score comes
 *              from the middles of the score grid, off by at most half a bin of it: `errorBound`
 *  Sampling    200 labelled rows; of a calibrated model it is not 0 but about Σ_b √(2 W_b s(1 − s)/π) / W,
 *              s the score of b: resample
 *  Throws      inputs of other length, scores outside [0, 1], negative weights, an output that is not
 *              binary
 *  Cost        O(n); O(bins) on a profile
 *  Prefer      log loss or Brier score to compare models: a constant score can be calibrated
 *  Source      Naeini, Cooper & Hauskrecht 2015, AAAI; Guo et al. 2017, eq. 3
 *  @example    expectedCalibrationError([0.25, 0.25, 0.75, 0.75], [false, false, true, true]) // 0.25 */
export function expectedCalibrationError(
  scores: readonly number[],
  labels: readonly boolean[],
  weights?: readonly number[],
  bins = DEFAULT_BINS,
): number | undefined {
  if (labels.length !== scores.length || (weights ?? scores).length !== scores.length) {
    throw new RangeError('Scores, labels and weights must be of one length.');
  }
  const groups = emptyBins(bins);
  scores.forEach((score, index) => {
    if (!(score >= 0 && score <= 1)) {
      throw new RangeError(`A score must be a probability between 0 and 1, not ${score}.`);
    }
    const bin = Math.min(bins - 1, Math.floor(score * bins));
    addRow(groups[bin], score, labels[index] === true, weights?.[index] ?? 1);
  });
  return errorOfBins(groups);
}

interface ScoreBin {
  weight: number;
  scores: number;
  positives: number;
}

const emptyBins = (count: number): ScoreBin[] =>
  Array.from({ length: count }, () => ({ weight: 0, scores: 0, positives: 0 }));

function addRow(bin: ScoreBin | undefined, score: number, positive: boolean, weight: number) {
  if (!(weight >= 0 && Number.isFinite(weight))) {
    throw new RangeError(`A weight must be finite and not negative, not ${weight}.`);
  }
  if (bin === undefined) return;
  bin.weight += weight;
  bin.scores += weight * score;
  if (positive) bin.positives += weight;
}

function errorOfBins(bins: readonly ScoreBin[]): number | undefined {
  const total = bins.reduce((sum, bin) => sum + bin.weight, 0);
  if (total === 0) return undefined;
  return bins.reduce((sum, bin) => sum + Math.abs(bin.scores - bin.positives), 0) / total;
}

/** The same from weights per bin of a score grid of equal width, which each test bin is a union of
 *  as nearly as the grid allows. */
export function calibrationErrorOfGrid(
  positives: readonly number[],
  negatives: readonly number[],
  bins = DEFAULT_BINS,
): number | undefined {
  if (positives.length !== negatives.length) {
    throw new RangeError('Positives and negatives must be counted in the same bins.');
  }
  const groups = emptyBins(bins);
  positives.forEach((positive, cell) => {
    const middle = (cell + 0.5) / positives.length;
    const bin = groups[Math.floor(middle * bins)];
    addRow(bin, middle, true, positive);
    addRow(bin, middle, false, negatives[cell] ?? 0);
  });
  return errorOfBins(groups);
}

const descriptor: MetricDescriptor = {
  id: 'expected_calibration_error',
  version: 1,
  title: 'Expected calibration error',
  family: 'performance',
  accepts: [],
  tasks: ['binary'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      bins: {
        type: 'integer',
        minimum: 2,
        maximum: 100,
        default: DEFAULT_BINS,
        title: 'Bins',
        description: 'Bins of equal width that scores are grouped in.',
      },
    },
  },
  unit: 'probability',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 200,
};

export const expectedCalibrationErrorMetric: OutcomeMetric = scoreMetric(
  descriptor,
  ({ positives, negatives }, n, parameters) => {
    const bins = readWholeNumber(parameters, 'bins', DEFAULT_BINS, 2);
    const value = calibrationErrorOfGrid(positives, negatives, bins);
    if (value === undefined) return { kind: 'no_data', reason: 'no_scores', n: 0, m: 0 };
    return { kind: 'value', value, errorBound: 0.5 / positives.length, n, m: 0 };
  },
);
