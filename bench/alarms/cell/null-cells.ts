import { chiSquaredMetric } from '../../../src/metrics/drift/chi-squared.ts';
import { gTestMetric } from '../../../src/metrics/drift/g-test.ts';
import { hellingerMetric } from '../../../src/metrics/drift/hellinger.ts';
import { jensenShannonMetric } from '../../../src/metrics/drift/jensen-shannon.ts';
import { kolmogorovSmirnovMetric } from '../../../src/metrics/drift/kolmogorov-smirnov.ts';
import { kullbackLeiblerMetric } from '../../../src/metrics/drift/kullback-leibler.ts';
import { lInfinityMetric } from '../../../src/metrics/drift/l-infinity.ts';
import { populationStabilityIndexMetric } from '../../../src/metrics/drift/population-stability-index.ts';
import { totalVariationMetric } from '../../../src/metrics/drift/total-variation.ts';
import { wassersteinMetric } from '../../../src/metrics/drift/wasserstein.ts';
import { accuracyMetric } from '../../../src/metrics/performance/accuracy.ts';
import { brierScoreMetric } from '../../../src/metrics/performance/brier-score.ts';
import { f1Metric } from '../../../src/metrics/performance/f1.ts';
import { meanAbsoluteErrorMetric } from '../../../src/metrics/performance/mean-absolute-error.ts';
import { rocAucMetric } from '../../../src/metrics/performance/roc-auc.ts';
import { rootMeanSquaredErrorMetric } from '../../../src/metrics/performance/root-mean-squared-error.ts';
import { categoryCell } from './category-cell.ts';
import { uniformLaw, zipfLaw } from './category-law.ts';
import { ERROR_LAWS, errorCell } from './error-cell.ts';
import type { NullCell } from './null-cell.ts';
import { orderCell } from './order-cell.ts';
import { outcomeCell, scoreLaw } from './outcome-cell.ts';
import { rangeCell } from './range-cell.ts';
import { missingCell, unseenCell } from './share-cells.ts';
import { VALUE_LAWS } from './value-law.ts';

const COUNT_METRICS = [
  populationStabilityIndexMetric,
  jensenShannonMetric,
  hellingerMetric,
  kullbackLeiblerMetric,
  chiSquaredMetric,
  gTestMetric,
  totalVariationMetric,
  lInfinityMetric,
];

/** One of each way to grow: with χ², with its root, as a test, and not with χ² at all. */
const KINDS = [
  populationStabilityIndexMetric,
  jensenShannonMetric,
  chiSquaredMetric,
  totalVariationMetric,
];

/** Every cell of the grid of independent rows. */
export function nullCells(): NullCell[] {
  return [...rangeCells(), ...categoryCells(), ...orderCells(), ...shareCells(), ...outcomes()];
}

function rangeCells(): NullCell[] {
  const common = [
    { m: 1000, n: 200 },
    { m: 2000, n: 2000 },
    { m: 10_000, n: 1000 },
    { m: 100_000, n: 100_000 },
    { m: 200_000, n: 10_000 },
  ];
  return [
    ...COUNT_METRICS.flatMap((metric) =>
      common
        .filter(({ m }) => m !== 2000 || KINDS.includes(metric))
        .map(({ m, n }) => rangeCell(metric, 10, m, n)),
    ),
    ...KINDS.flatMap((metric) => [
      rangeCell(metric, 50, 2000, 200),
      rangeCell(metric, 50, 100_000, 1000),
    ]),
  ];
}

function categoryCells(): NullCell[] {
  return KINDS.flatMap((metric) => [
    categoryCell(metric, uniformLaw(2), { m: 1000, n: 200, categories: 50 }),
    categoryCell(metric, uniformLaw(2), { m: 10_000, n: 10_000, categories: 50 }),
    categoryCell(metric, uniformLaw(10), { m: 1000, n: 1000, categories: 50 }),
    categoryCell(metric, uniformLaw(40), { m: 10_000, n: 400, categories: 50 }),
    categoryCell(metric, zipfLaw(10), { m: 2000, n: 500, categories: 50 }),
    categoryCell(metric, zipfLaw(1000), { m: 20_000, n: 2000, categories: 50 }),
    categoryCell(metric, zipfLaw(10_000), { m: 5000, n: 5000, categories: 50 }),
    ...(metric === populationStabilityIndexMetric || metric === chiSquaredMetric
      ? [categoryCell(metric, uniformLaw(200), { m: 10_000, n: 1000, categories: 400 })]
      : []),
  ]);
}

function orderCells(): NullCell[] {
  const clipped = { clip: 0.001, scale: 'interquartile_range' } as const;
  return [
    orderCell(kolmogorovSmirnovMetric, VALUE_LAWS.logistic, { m: 1000, n: 50 }),
    orderCell(kolmogorovSmirnovMetric, VALUE_LAWS.logistic, { m: 2000, n: 2000 }),
    orderCell(kolmogorovSmirnovMetric, VALUE_LAWS.logistic, { m: 100_000, n: 1000 }),
    orderCell(kolmogorovSmirnovMetric, VALUE_LAWS.logistic, { m: 200_000, n: 100_000 }),
    orderCell(wassersteinMetric, VALUE_LAWS.uniform, { m: 10_000, n: 1000 }, clipped),
    orderCell(wassersteinMetric, VALUE_LAWS.logistic, { m: 1000, n: 50 }, clipped),
    orderCell(wassersteinMetric, VALUE_LAWS.heavy, { m: 1000, n: 50 }, clipped),
    orderCell(wassersteinMetric, VALUE_LAWS.heavy, { m: 10_000, n: 1000 }, clipped),
    orderCell(wassersteinMetric, VALUE_LAWS.logistic, { m: 2000, n: 2000 }),
    orderCell(wassersteinMetric, VALUE_LAWS.logistic, { m: 100_000, n: 1000 }),
  ];
}

function shareCells(): NullCell[] {
  return [
    missingCell(0, { m: 1000, n: 1000 }),
    missingCell(0.001, { m: 1000, n: 200 }),
    missingCell(0.001, { m: 100_000, n: 1000 }),
    missingCell(0.02, { m: 1000, n: 50 }),
    missingCell(0.02, { m: 2000, n: 2000 }),
    missingCell(0.02, { m: 100_000, n: 100_000 }),
    missingCell(0.3, { m: 1000, n: 50 }),
    missingCell(0.3, { m: 10_000, n: 1000 }),
    unseenCell(zipfLaw(100), { m: 1000, n: 1000 }),
    unseenCell(zipfLaw(1000), { m: 1000, n: 200 }),
    unseenCell(zipfLaw(1000), { m: 10_000, n: 10_000 }),
    unseenCell(zipfLaw(10_000), { m: 10_000, n: 200 }),
    unseenCell(zipfLaw(10_000), { m: 100_000, n: 1000 }),
    unseenCell(uniformLaw(1000), { m: 2000, n: 1000 }),
  ];
}

function outcomes(): NullCell[] {
  const even = scoreLaw('even scores', () => 1);
  const rare = scoreLaw('rare positives', (score) => (1 - score) ** 6);
  return [
    outcomeCell(accuracyMetric, even, { m: 1000, n: 200 }),
    outcomeCell(accuracyMetric, even, { m: 2000, n: 2000 }),
    outcomeCell(accuracyMetric, rare, { m: 10_000, n: 200 }),
    outcomeCell(f1Metric, even, { m: 10_000, n: 500 }),
    outcomeCell(f1Metric, rare, { m: 10_000, n: 500 }),
    outcomeCell(rocAucMetric, even, { m: 10_000, n: 500 }),
    outcomeCell(rocAucMetric, rare, { m: 10_000, n: 500 }),
    outcomeCell(brierScoreMetric, even, { m: 10_000, n: 500 }),
    outcomeCell(brierScoreMetric, rare, { m: 10_000, n: 500 }),
    errorCell(meanAbsoluteErrorMetric, ERROR_LAWS.normal, { m: 2000, n: 200 }),
    errorCell(meanAbsoluteErrorMetric, ERROR_LAWS.laplace, { m: 2000, n: 200 }),
    errorCell(rootMeanSquaredErrorMetric, ERROR_LAWS.laplace, { m: 2000, n: 200 }),
  ];
}
