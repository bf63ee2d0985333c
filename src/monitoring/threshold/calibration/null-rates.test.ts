import { describe, expect, it } from 'vitest';
import { hellinger } from '../../../metrics/drift/hellinger.ts';
import { jensenShannon } from '../../../metrics/drift/jensen-shannon.ts';
import { lInfinity } from '../../../metrics/drift/l-infinity.ts';
import {
  populationStabilityIndex,
  populationStabilityIndexMetric,
} from '../../../metrics/drift/population-stability-index.ts';
import { totalVariation } from '../../../metrics/drift/total-variation.ts';
import type { MetricDescriptor } from '../../../metrics/metric.ts';
import type { CountSampling, Sampling } from '../../../metrics/sampling.ts';
import { drawBinomial, drawMultinomial } from '../../../stats/draw/draw-binomial.ts';
import { drawDirichlet } from '../../../stats/draw/draw-gamma.ts';
import { createRandom, type Random } from '../../../stats/random.ts';
import { calibratedStrategy } from '../strategies/calibrated.ts';
import type { CalibratedThreshold, ThresholdContext } from '../threshold.ts';

const SPEC: CalibratedThreshold = {
  strategy: 'calibrated',
  warningEffect: 0,
  criticalEffect: 0,
  side: 'above',
  independentRows: true,
};

function contextOf(
  sampling: Sampling,
  sizes: { readonly n: number; readonly m: number },
  budget: number,
  descriptor: MetricDescriptor = populationStabilityIndexMetric.descriptor,
): ThresholdContext {
  return {
    descriptor,
    ...sizes,
    history: [],
    seasonPhase: 0,
    budget,
    sampling,
    baselineValue: null,
  };
}

type Compare = CountSampling['compare'];
const METRICS: Readonly<Record<string, readonly [Compare, CountSampling['chiSquared']]>> = {
  psi: [(a, b) => populationStabilityIndex(a, b), { factor: 1, power: 1 }],
  js: [(a, b) => jensenShannon(a, b), { factor: 1 / 8, power: 1 / 2 }],
  hellinger: [hellinger, { factor: 1 / 8, power: 1 / 2 }],
  tvd: [totalVariation, null],
  linf: [lInfinity, null],
};

interface Drawn {
  readonly sampling: Pick<CountSampling, 'baselineCounts' | 'bins' | 'categories' | 'singletons'>;
  readonly truth: readonly number[];
}

/** Ranges of equal mass of a continuous column: their true masses are Dirichlet, ends included. */
function drawRanges(K: number, m: number, random: Random): Drawn {
  const inside = Array.from(
    { length: K },
    (_, bin) => Math.floor(((bin + 1) * m) / K) - Math.floor((bin * m) / K),
  );
  const last = inside.length - 1;
  const weights = [1, ...inside.map((count, bin) => (bin === last ? count - 1 : count)), 1];
  return {
    sampling: { baselineCounts: [0, ...inside, 0], bins: weights.map(() => 'range' as const) },
    truth: drawDirichlet(weights, random),
  };
}

/** Categories as frequent as 1/rank, or all alike; beyond 50 the lightest share a bin. */
function drawCategories(K: number, m: number, random: Random, isZipf: boolean): Drawn {
  const raw = Array.from({ length: K }, (_, rank) => (isZipf ? 1 / (rank + 1) : 1));
  const total = raw.reduce((sum, one) => sum + one, 0);
  const counts = drawMultinomial(
    m,
    raw.map((one) => one / total),
    random,
  );
  const seen = counts
    .map((count, at) => ({ count, share: (raw[at] ?? 0) / total }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const alone = seen.length <= 50 ? seen : seen.slice(0, 49);
  const rest = seen.slice(alone.length);
  const sumOf = (part: typeof seen, key: 'count' | 'share') =>
    part.reduce((sum, one) => sum + one[key], 0);
  const restBin =
    rest.length === 0 ? [] : [{ count: sumOf(rest, 'count'), share: sumOf(rest, 'share') }];
  const unseen = Math.max(0, 1 - sumOf(seen, 'share'));
  const withRest = [...alone, ...restBin];
  return {
    sampling: {
      baselineCounts: [...withRest.map(({ count }) => count), 0, 0],
      bins: [
        ...alone.map(() => 'category' as const),
        ...restBin.map(() => 'rest' as const),
        'unseen',
        'missing',
      ],
      singletons: {
        once: counts.filter((count) => count === 1).length,
        twice: counts.filter((count) => count === 2).length,
      },
      categories: {
        count: seen.length,
        squares: counts.reduce((sum, count) => sum + count * count, 0),
      },
    },
    truth: [...withRest.map(({ share }) => share), unseen, 0],
  };
}

/** False alarms in multiples of the level, over fresh baselines, and the share of baselines that have
 *  more than twice as many. */
function falseAlarms(
  metric: string,
  draw: (random: Random) => Drawn,
  { n, m }: { readonly n: number; readonly m: number },
  level: number,
  [baselines, windows]: readonly [number, number],
) {
  const random = createRandom(17);
  const [compare, chiSquared] = METRICS[metric] ?? [() => 0, null];
  let [alarms, unlucky] = [0, 0];
  for (let baseline = 0; baseline < baselines; baseline += 1) {
    const { sampling, truth } = draw(random);
    const counts: CountSampling = { kind: 'counts', compare, chiSquared, ...sampling };
    const { warning } = calibratedStrategy.bounds(SPEC, contextOf(counts, { n, m }, level));
    let here = 0;
    for (let window = 0; window < windows; window += 1) {
      const value = compare(counts.baselineCounts, drawMultinomial(n, truth, random));
      if (value > (warning ?? 0)) here += 1;
    }
    alarms += here;
    if (here > 2 * level * windows) unlucky += 1;
  }
  return { rate: alarms / (baselines * windows * level), unlucky: unlucky / baselines };
}

describe('false alarms of calibrated cut-offs without drift', () => {
  const ranges = (K: number, m: number) => (random: Random) => drawRanges(K, m, random);
  const zipf = (K: number, m: number) => (random: Random) => drawCategories(K, m, random, true);
  const even = (K: number, m: number) => (random: Random) => drawCategories(K, m, random, false);

  it.each([
    ['ten ranges, as many rows in the window', 'psi', ranges(10, 1000), 1000, 1000],
    ['ten ranges, a tenth of the rows', 'psi', ranges(10, 10_000), 10_000, 1000],
    ['fifty ranges of two rows each', 'psi', ranges(50, 10_000), 10_000, 100],
    ['two ranges', 'js', ranges(2, 5000), 5000, 500],
    ['two hundred ranges', 'hellinger', ranges(200, 10_000), 10_000, 2000],
    ['fifty categories, most of them rare', 'psi', zipf(50, 2000), 2000, 500],
    ['total variation has no χ² law', 'tvd', ranges(10, 5000), 5000, 500],
    ['the largest difference has none either', 'linf', zipf(10, 5000), 5000, 500],
    ['the heaviest of 200 alike are heavy by chance', 'psi', even(200, 10_000), 10_000, 500],
  ] as const)('%s', (name, metric, draw, m, n) => {
    // Categories are dear: every baseline has tables of its own.
    const isOwn = /categories|alike/.test(name);
    const { rate, unlucky } = falseAlarms(
      metric,
      draw,
      { n, m },
      1e-2,
      isOwn ? [15, 600] : [40, 250],
    );
    expect(rate).toBeLessThan(1.5);
    // One in twenty by design; so few baselines see some more by chance.
    expect(unlucky).toBeLessThanOrEqual(0.15);
  });

  it.each([
    ['ten ranges', 'psi', ranges(10, 10_000), 10_000, 1000],
    ['total variation', 'tvd', ranges(10, 10_000), 10_000, 1000],
  ] as const)('at one in a thousand: %s', (_, metric, draw, m, n) => {
    const { rate } = falseAlarms(metric, draw, { n, m }, 1e-3, [30, 1000]);
    expect(rate).toBeLessThan(1.6);
  });

  it('are not bought with silence: on a large baseline they are near the level', () => {
    const { rate } = falseAlarms(
      'psi',
      ranges(10, 100_000),
      { n: 1000, m: 100_000 },
      1e-2,
      [40, 600],
    );
    expect(rate).toBeGreaterThan(0.5);
  });

  it('of a share come from the binomial of what the baseline leaves open', () => {
    const random = createRandom(5);
    const [n, m, share] = [400, 4000, 0.02];
    let alarms = 0;
    for (let baseline = 0; baseline < 100; baseline += 1) {
      const sampling: Sampling = {
        kind: 'share',
        baselineCount: drawBinomial(m, share, random),
        baselineRows: m,
      };
      const { warning } = calibratedStrategy.bounds(SPEC, contextOf(sampling, { n, m: 0 }, 1e-2));
      for (let window = 0; window < 400; window += 1) {
        if (drawBinomial(n, share, random) / n > (warning ?? 0)) alarms += 1;
      }
    }
    expect(alarms / (100 * 400 * 1e-2)).toBeLessThan(1.5);
    expect(alarms).toBeGreaterThan(0);
  });
});

describe('the effect floor', () => {
  it('alarms as often as was asked for where the true distance is the effect', () => {
    const random = createRandom(23);
    const [m, n, w, level] = [20_000, 20_000, 0.1, 1e-2];
    const bins = Array.from({ length: 10 }, () => 'category' as const);
    const base = bins.map(() => 0.1);
    // Half of the bins grow and half shrink by w of themselves: Σ (q − p)² / p = w².
    const moved = base.map((share, bin) => share * (bin % 2 === 0 ? 1 + w : 1 - w));
    let alarms = 0;
    for (let baseline = 0; baseline < 50; baseline += 1) {
      const baselineCounts = drawMultinomial(m, base, random);
      const compare: Compare = (a, b) => populationStabilityIndex(a, b);
      const sampling: Sampling = {
        kind: 'counts',
        baselineCounts,
        bins,
        compare,
        chiSquared: { factor: 1, power: 1 },
      };
      const spec = { ...SPEC, warningEffect: w, criticalEffect: 3 * w };
      const bounds = calibratedStrategy.bounds(spec, contextOf(sampling, { n, m }, level));
      expect(bounds.calibration?.binding).toBe('effect');
      for (let window = 0; window < 200; window += 1) {
        const value = compare(baselineCounts, drawMultinomial(n, moved, random));
        if (value > (bounds.warning ?? 0)) alarms += 1;
      }
    }
    const rate = alarms / (50 * 200 * level);
    expect(rate).toBeLessThan(1.6);
    expect(rate).toBeGreaterThan(0.4);
  });
});
