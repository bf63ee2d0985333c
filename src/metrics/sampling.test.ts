import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../stats/random.ts';
import { GRID, profileOf, type Row } from '../testing/arbitrary-profiles.ts';
import type { Parameters } from './metric.ts';
import { findMetric, METRICS } from './metrics.ts';
import type { CategoricalSummary, ColumnProfile, WindowProfile } from './profile.ts';
import type { CountSampling, OrderSampling, Sampling, ShareSampling } from './sampling.ts';

function columnMetric(id: string) {
  const metric = findMetric(id);
  if (metric?.subject !== 'column') throw new Error(`${id} is no metric of columns.`);
  return metric;
}

function samplingOf<Kind extends Sampling['kind']>(
  kind: Kind,
  id: string,
  baseline: ColumnProfile,
  parameters: Parameters = {},
): Extract<Sampling, { kind: Kind }> {
  const sampling = columnMetric(id).sampling?.(baseline, parameters);
  if (sampling?.kind !== kind) throw new Error(`${id} says nothing of ${kind}.`);
  return sampling as Extract<Sampling, { kind: Kind }>;
}

const counts = (id: string, baseline: ColumnProfile, parameters?: Parameters): CountSampling =>
  samplingOf('counts', id, baseline, parameters);
const share = (id: string, baseline: ColumnProfile, parameters?: Parameters): ShareSampling =>
  samplingOf('share', id, baseline, parameters);
const order = (id: string, baseline: ColumnProfile, parameters?: Parameters): OrderSampling =>
  samplingOf('order', id, baseline, parameters);

function drawn(seed: number, rows: number): ColumnProfile {
  const random = createRandom(seed);
  return profileOf(
    Array.from({ length: rows }, (): Row => {
      const value = random.normal() * 8 + 3;
      return [random.uniform() < 0.05 ? 'null' : Math.max(-9, value), 1];
    }),
  );
}

const rows = (...values: readonly Row[0][]): ColumnProfile => profileOf(values.map((v) => [v, 1]));

function categorical(summary: CategoricalSummary, size: number): ColumnProfile {
  const grid = { kind: 'categorical', id: 'grd_c', categories: ['a', 'b', 'c', 'd', 'e'] } as const;
  const missing = { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 };
  return {
    column: 'c',
    grid,
    rows: size,
    weight: size,
    weightSquares: size,
    missing,
    categorical: summary,
  };
}

const COUNTED = [
  'population_stability_index',
  'kullback_leibler',
  'jensen_shannon',
  'hellinger',
  'total_variation',
  'l_infinity',
  'chi_squared',
  'g_test',
];

describe('how counts vary', () => {
  it.each(COUNTED)('%s compares the same counts as it measures', (id) => {
    const [baseline, window] = [drawn(1, 900), drawn(2, 300)];
    const sampling = counts(id, baseline);
    const own = counts(id, window);
    const measured = columnMetric(id).measure(window, baseline, {});
    // Both have rows in the same bins, so that the window's own test bins are the baseline's.
    expect(own.baselineCounts).toHaveLength(sampling.baselineCounts.length);
    const value = sampling.compare(sampling.baselineCounts, own.baselineCounts);
    expect(measured).toMatchObject({ kind: 'value', value });
  });

  it.each([
    ['population_stability_index', {}],
    ['kullback_leibler', {}],
    ['jensen_shannon', {}],
    ['jensen_shannon', { logarithm: 'binary' }],
    ['hellinger', {}],
  ] as const)('%s grows with χ² as it says, for small changes, with %o', (id, parameters) => {
    const { compare, chiSquared } = counts(id, drawn(1, 900), parameters);
    const before = [2e6, 3e6, 5e6];
    fc.assert(
      fc.property(
        fc.integer({ min: -9000, max: 9000 }),
        fc.integer({ min: -9000, max: 9000 }),
        (a, b) => {
          fc.pre(Math.abs(a) + Math.abs(b) > 500);
          const after = [2e6 + a, 3e6 + b, 5e6 - a - b];
          const d = before.reduce((sum, p, i) => sum + ((after[i] ?? 0) - p) ** 2 / p / 1e7, 0);
          const { factor, power } = chiSquared ?? { factor: Number.NaN, power: 1 };
          expect(compare(before, after) / (factor * d) ** power).toBeCloseTo(1, 1);
        },
      ),
    );
  });

  it.each(['total_variation', 'l_infinity', 'chi_squared', 'g_test'])(
    '%s does not follow χ² by a factor',
    (id) => {
      expect(counts(id, drawn(1, 900)).chiSquared).toBeNull();
    },
  );

  it('shares that are raised to a floor follow no χ²', () => {
    const parameters = { smoothing: 'floor', smoothingAmount: 0.01 };
    const psi = counts('population_stability_index', drawn(1, 900), parameters);
    expect(psi.chiSquared).toBeNull();
  });

  it('names ranges, and values that fill a range by themselves', () => {
    const atoms = { ...GRID, edges: [0, 5, 5.000000000000001, 10] };
    const profile = (bins: number[]): ColumnProfile => ({
      ...rows(1),
      grid: atoms,
      rows: 100,
      weight: 100,
      weightSquares: 100,
      numeric: { moments: { n: 100, mean: 5, m2: 100 }, min: 0, max: 9, bins },
    });
    expect(counts('hellinger', profile([0, 30, 40, 30, 0])).bins).toEqual([
      'range',
      'range',
      'category',
      'range',
      'range',
      'missing',
    ]);
  });

  it('names categories, the rest, the unseen and the missing', () => {
    const five = categorical({ counts: [50, 30, 10, 6, 4], unseen: [], unseenRest: 0 }, 100);
    const sampling = counts('hellinger', five, { categories: 3 });
    expect(sampling.bins).toEqual(['category', 'category', 'rest', 'unseen', 'missing']);
    expect(sampling.baselineCounts).toEqual([50, 30, 20, 0, 0]);
    expect(sampling.singletons).toEqual({ once: 0, twice: 0 });
    expect(counts('hellinger', drawn(1, 900)).singletons).toBeUndefined();
  });

  it('is told in effective rows', () => {
    const weighted = profileOf([
      [1, 3],
      [1, 1],
      [-20, 2],
    ]);
    const sum = counts('hellinger', weighted).baselineCounts.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(36 / 14, 12);
  });

  it('is unknown of a baseline without rows, and of a p-value, which is a probability already', () => {
    expect(columnMetric('hellinger').sampling?.(profileOf([]), {})).toBeNull();
    expect(columnMetric('chi_squared_p_value').sampling).toBeUndefined();
    expect(columnMetric('kolmogorov_smirnov_p_value').sampling).toBeUndefined();
  });
});

describe('how shares vary', () => {
  it.each([
    ['missing_ratio', {}, [1, 'null', 'nan', 'absent', 'mismatched'], 3, 5],
    ['missing_ratio', { reason: 'nan' }, [1, 'null', 'nan', 'absent'], 1, 4],
    ['type_mismatch_ratio', {}, [1, 'null', 'nan', 'mismatched'], 1, 3],
    ['range_violation_ratio', { minimum: 0, maximum: 7 }, [-20, 1, 2, 'null'], 1, 3],
    // Both extremes unknown: Beta(2, m − 1), by a prior that adds a half to each side.
    ['range_violation_ratio', {}, [-20, 1, 2, 'null'], 1.5, 3],
    ['range_violation_ratio', { minimum: 0 }, [1, 2, 3, 4], 0.5, 4],
  ] as const)('%s with %o counts %o', (id, parameters, values, baselineCount, baselineRows) => {
    const sampling = share(id, rows(...values), parameters);
    expect(sampling.baselineCount).toBeCloseTo(baselineCount, 12);
    expect(sampling.baselineRows).toBeCloseTo(baselineRows, 12);
  });

  it('unseen categories come with what the baseline saw once and twice', () => {
    const baseline = categorical({ counts: [50, 2, 2, 1, 1], unseen: [], unseenRest: 4 }, 60);
    expect(share('unseen_ratio', baseline)).toEqual({
      kind: 'share',
      baselineCount: 4,
      baselineRows: 60,
      singletons: { once: 2, twice: 2 },
    });
  });

  it('the error rate is one of rows', () => {
    const metric = findMetric('error_rate');
    const window: WindowProfile = {
      rows: 80,
      erroneousRows: 4,
      durationMs: 1,
      columns: new Map(),
      outcomes: new Map(),
    };
    const sampling = metric?.subject === 'window' && metric.sampling?.(window, {});
    expect(sampling).toEqual({ kind: 'share', baselineCount: 4, baselineRows: 80 });
    const none = { ...window, rows: 0, erroneousRows: 0 };
    expect(metric?.subject === 'window' && metric.sampling?.(none, {})).toBeNull();
  });
});

describe('how distances of distributions vary', () => {
  it('has the masses of the grid, and lengths that reach from the smallest value to the largest', () => {
    const baseline = rows(-20, -5, 0.25, 3, 3, 8, 9, 'null');
    const sampling = order('kolmogorov_smirnov', baseline);
    expect(sampling.masses.map((mass) => mass * 7)).toEqual(
      [1, 1, 1, 2, 2, 0].map((n) => expect.closeTo(n, 12)),
    );
    expect(sampling.widths).toEqual([10, 10, 0.5, 6.5, 2, 0]);
  });

  it('lengths of the Wasserstein distance are in its own scale and end where it is clipped', () => {
    const baseline = drawn(3, 2000);
    const plain = order('wasserstein', baseline, { scale: 'none' });
    const scaled = order('wasserstein', baseline);
    const clipped = order('wasserstein', baseline, { scale: 'none', clip: 0.1 });
    const { moments, min, max } = baseline.numeric ?? { moments: { n: 1, m2: 1 }, min: 0, max: 0 };
    const length = (one: OrderSampling) => one.widths.reduce((sum, width) => sum + width, 0);
    expect(length(plain)).toBeCloseTo(max - min, 9);
    expect(length(scaled)).toBeCloseTo((max - min) / Math.sqrt(moments.m2 / moments.n), 9);
    expect(length(clipped)).toBeLessThan(length(plain) * 0.8);
    expect(length(clipped)).toBeGreaterThan(0);
  });

  it('is unknown of a constant, which has no scale, and of no values', () => {
    expect(columnMetric('wasserstein').sampling?.(rows(1, 1, 1), {})).toBeNull();
    expect(columnMetric('wasserstein').sampling?.(rows('null'), {})).toBeNull();
    expect(columnMetric('kolmogorov_smirnov').sampling?.(rows('null'), {})).toBeNull();
  });
});

it('metrics without a sampling law are those of which the doc comments say so', () => {
  const without = METRICS.filter((metric) => !('sampling' in metric)).map((m) => m.descriptor.id);
  expect(without).toEqual([
    'chi_squared_p_value',
    'kolmogorov_smirnov_p_value',
    'constant_column',
    'duplicate_ratio',
    'freshness',
    'expected_calibration_error',
    'r_squared',
  ]);
});
