import type { ColumnMetric, Parameters } from '../../../src/metrics/metric.ts';
import type { CategoricalGrid } from '../../../src/metrics/profile.ts';
import { testBins } from '../../../src/metrics/test-bins.ts';
import type { Random } from '../../../src/stats/random.ts';
import { drawCounts } from '../draw/draw-counts.ts';
import type { CategoryLaw } from './category-law.ts';
import { categoricalProfile } from './column-profiles.ts';
import { countBaseline } from './count-baseline.ts';
import type { NullCell } from './null-cell.ts';
import { silentBaseline } from './range-cell.ts';

interface Options {
  readonly m: number;
  readonly n: number;
  /** Bins that categories get; the rarest share the last one. */
  readonly categories: number;
}

/** A categorical column whose baseline is drawn row by row: what it did not see is unseen later. */
export function categoryCell(
  metric: ColumnMetric,
  law: CategoryLaw,
  { m, n, categories }: Options,
): NullCell {
  const parameters: Parameters = { categories };
  const bins = Math.min(categories, law.shares.length);
  return {
    metric: metric.descriptor.id,
    law: categories < law.shares.length ? `${law.name} in ${categories} bins` : law.name,
    n,
    m,
    descriptor: metric.descriptor,
    side: 'above',
    bins,
    isDear: bins > 2,
    drawBaseline(random, level) {
      const { grid, counts, shares, unseen } = drawSeen(random, law, m);
      const sampling = metric.sampling?.(categoricalProfile(grid, counts), parameters) ?? null;
      if (sampling?.kind !== 'counts') return silentBaseline(n, m);
      const masses = testBins(grid, counts, categories).map((bin) => {
        if (bin.kind === 'unseen') return unseen;
        if (bin.kind !== 'categories') return 0;
        return bin.members.reduce((sum, member) => sum + (shares[member] ?? 0), 0);
      });
      const direction = masses.map((_, bin) => (bin % 2 === 0 ? 1 : -1));
      return countBaseline(sampling, masses, direction, { n, m, level });
    },
  };
}

interface SeenCategories {
  readonly grid: CategoricalGrid;
  /** Of the categories seen, heaviest first, with their true shares. */
  readonly counts: readonly number[];
  readonly shares: readonly number[];
  /** True share of all that the baseline did not see. */
  readonly unseen: number;
}

export function drawSeen(random: Random, law: CategoryLaw, m: number): SeenCategories {
  const drawn = drawCounts(random, m, law.shares);
  const seen = drawn
    .map((count, category) => ({ count, category, share: law.shares[category] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.category - b.category);
  const known = seen.reduce((sum, { share }) => sum + share, 0);
  return {
    // One name for all: every baseline of a bench has its own grid, and nothing compares two.
    grid: { kind: 'categorical', id: 'bench', categories: seen.map((one) => `c${one.category}`) },
    counts: seen.map((one) => one.count),
    shares: seen.map((one) => one.share),
    unseen: seen.length === law.shares.length ? 0 : Math.max(0, 1 - known),
  };
}
