import type { ColumnMetric } from '../../../src/metrics/metric.ts';
import { missingRatioMetric } from '../../../src/metrics/quality/missing-ratio.ts';
import { unseenRatioMetric } from '../../../src/metrics/quality/unseen-ratio.ts';
import type { Sampling } from '../../../src/metrics/sampling.ts';
import { drawBinomial } from '../draw/draw-binomial.ts';
import { inflationFor, tiltedCounts } from '../draw/tilted-counts.ts';
import { drawSeen } from './category-cell.ts';
import type { CategoryLaw } from './category-law.ts';
import { categoricalProfile } from './column-profiles.ts';
import type { DrawnBaseline, NullCell } from './null-cell.ts';

interface Sizes {
  readonly m: number;
  readonly n: number;
}

/** Missing values that come and go by chance alone. */
export function missingCell(share: number, { m, n }: Sizes): NullCell {
  return shareCell(missingRatioMetric, `share ${share}`, { m, n }, (random, level) => {
    const missing = drawBinomial(random, m, share);
    const grid = { kind: 'categorical', id: 'bench', categories: ['a'] } as const;
    const profile = categoricalProfile(grid, [m - missing], 0, missing);
    const sampling = missingRatioMetric.sampling?.(profile, {}) ?? null;
    return shareBaseline(sampling, share, missing / m, { n, level });
  });
}

/** Categories that the baseline happened not to see. */
export function unseenCell(law: CategoryLaw, { m, n }: Sizes): NullCell {
  return shareCell(unseenRatioMetric, law.name, { m, n }, (random, level) => {
    const { grid, counts, unseen } = drawSeen(random, law, m);
    const sampling = unseenRatioMetric.sampling?.(categoricalProfile(grid, counts), {}) ?? null;
    return shareBaseline(sampling, unseen, 0, { n, level });
  });
}

function shareCell(
  metric: ColumnMetric,
  law: string,
  { m, n }: Sizes,
  drawBaseline: NullCell['drawBaseline'],
): NullCell {
  const { descriptor } = metric;
  return {
    metric: descriptor.id,
    law,
    n,
    m,
    descriptor,
    side: 'above',
    bins: 2,
    isDear: false,
    drawBaseline,
  };
}

function shareBaseline(
  sampling: Sampling | null,
  share: number,
  baselineValue: number,
  { n, level }: { readonly n: number; readonly level: number },
): DrawnBaseline {
  const tilted = tiltedCounts([share, 1 - share], n, inflationFor(1, level, n));
  return {
    sampling,
    baselineValue,
    n,
    // The metric itself needs no baseline.
    m: 0,
    drawWindow(random) {
      const { counts, weight } = tilted(random);
      return { value: (counts[0] ?? 0) / n, weight };
    },
    afterShift: (shift) => (random) => drawBinomial(random, n, Math.min(1, share + shift)) / n,
  };
}
