import { chiSquaredMetric } from './drift/chi-squared.ts';
import { chiSquaredPValueMetric } from './drift/chi-squared-p-value.ts';
import { gTestMetric } from './drift/g-test.ts';
import { hellingerMetric } from './drift/hellinger.ts';
import { jensenShannonMetric } from './drift/jensen-shannon.ts';
import { kolmogorovSmirnovMetric } from './drift/kolmogorov-smirnov.ts';
import { kolmogorovSmirnovPValueMetric } from './drift/kolmogorov-smirnov-p-value.ts';
import { kullbackLeiblerMetric } from './drift/kullback-leibler.ts';
import { lInfinityMetric } from './drift/l-infinity.ts';
import { populationStabilityIndexMetric } from './drift/population-stability-index.ts';
import { totalVariationMetric } from './drift/total-variation.ts';
import { wassersteinMetric } from './drift/wasserstein.ts';
import type { Metric } from './metric.ts';
import { accuracyMetric } from './performance/accuracy.ts';
import { balancedAccuracyMetric } from './performance/balanced-accuracy.ts';
import { brierScoreMetric } from './performance/brier-score.ts';
import { expectedCalibrationErrorMetric } from './performance/expected-calibration-error.ts';
import { f1Metric } from './performance/f1.ts';
import { logLossMetric } from './performance/log-loss.ts';
import { matthewsCorrelationMetric } from './performance/matthews-correlation.ts';
import { meanAbsoluteErrorMetric } from './performance/mean-absolute-error.ts';
import { meanAbsolutePercentageErrorMetric } from './performance/mean-absolute-percentage-error.ts';
import { prAucMetric } from './performance/pr-auc.ts';
import { precisionMetric } from './performance/precision.ts';
import { rSquaredMetric } from './performance/r-squared.ts';
import { recallMetric } from './performance/recall.ts';
import { rocAucMetric } from './performance/roc-auc.ts';
import { rootMeanSquaredErrorMetric } from './performance/root-mean-squared-error.ts';
import { constantColumnMetric } from './quality/constant-column.ts';
import { duplicateRatioMetric } from './quality/duplicate-ratio.ts';
import { missingRatioMetric } from './quality/missing-ratio.ts';
import { rangeViolationRatioMetric } from './quality/range-violation-ratio.ts';
import { typeMismatchRatioMetric } from './quality/type-mismatch-ratio.ts';
import { unseenRatioMetric } from './quality/unseen-ratio.ts';
import { errorRateMetric } from './service/error-rate.ts';
import { freshnessMetric } from './service/freshness.ts';
import { latencyMetric } from './service/latency.ts';
import { rowCountMetric } from './service/row-count.ts';
import { volumeMetric } from './service/volume.ts';

/** Every metric. A new one is a file in a folder beside this one, and a line here. */
export const METRICS = [
  populationStabilityIndexMetric,
  kullbackLeiblerMetric,
  jensenShannonMetric,
  hellingerMetric,
  totalVariationMetric,
  lInfinityMetric,
  chiSquaredMetric,
  chiSquaredPValueMetric,
  gTestMetric,
  kolmogorovSmirnovMetric,
  kolmogorovSmirnovPValueMetric,
  wassersteinMetric,
  missingRatioMetric,
  typeMismatchRatioMetric,
  unseenRatioMetric,
  rangeViolationRatioMetric,
  constantColumnMetric,
  duplicateRatioMetric,
  volumeMetric,
  rowCountMetric,
  errorRateMetric,
  latencyMetric,
  freshnessMetric,
  accuracyMetric,
  balancedAccuracyMetric,
  precisionMetric,
  recallMetric,
  f1Metric,
  matthewsCorrelationMetric,
  rocAucMetric,
  prAucMetric,
  logLossMetric,
  brierScoreMetric,
  expectedCalibrationErrorMetric,
  meanAbsoluteErrorMetric,
  meanAbsolutePercentageErrorMetric,
  rootMeanSquaredErrorMetric,
  rSquaredMetric,
] as const satisfies readonly Metric[];

export function findMetric(id: string): Metric | undefined {
  return METRICS.find((metric) => metric.descriptor.id === id);
}
