import { chiSquaredMetric } from './drift/chi-squared.ts';
import { chiSquaredPValueMetric } from './drift/chi-squared-p-value.ts';
import { gTestMetric } from './drift/g-test.ts';
import { hellingerMetric } from './drift/hellinger.ts';
import { jensenShannonMetric } from './drift/jensen-shannon.ts';
import { kolmogorovSmirnovMetric } from './drift/kolmogorov-smirnov.ts';
import { kullbackLeiblerMetric } from './drift/kullback-leibler.ts';
import { lInfinityMetric } from './drift/l-infinity.ts';
import { populationStabilityIndexMetric } from './drift/population-stability-index.ts';
import { totalVariationMetric } from './drift/total-variation.ts';
import { wassersteinMetric } from './drift/wasserstein.ts';
import type { Metric } from './metric.ts';
import { accuracyMetric } from './performance/accuracy.ts';
import { logLossMetric } from './performance/log-loss.ts';
import { rocAucMetric } from './performance/roc-auc.ts';
import { missingRatioMetric } from './quality/missing-ratio.ts';
import { typeMismatchRatioMetric } from './quality/type-mismatch-ratio.ts';
import { unseenRatioMetric } from './quality/unseen-ratio.ts';
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
  wassersteinMetric,
  missingRatioMetric,
  typeMismatchRatioMetric,
  unseenRatioMetric,
  volumeMetric,
  accuracyMetric,
  rocAucMetric,
  logLossMetric,
] as const satisfies readonly Metric[];

export function findMetric(id: string): Metric | undefined {
  return METRICS.find((metric) => metric.descriptor.id === id);
}
