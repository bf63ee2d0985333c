import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../stats/random.ts';
import { profileOf } from '../../testing/arbitrary-profiles.ts';
import { baselineSteps } from '../compare-distributions.ts';
import { gridQuantile } from '../grid-quantile.ts';
import type { Parameters } from '../metric.ts';
import type { ColumnProfile, NumericGrid } from '../profile.ts';
import { wasserstein, wassersteinMetric } from './wasserstein.ts';

/** Counted in bins of one hundredth from −30 to 30. */
function finely(values: readonly number[]): ColumnProfile {
  const edges = Array.from({ length: 6001 }, (_, i) => (i - 3000) / 100);
  const grid: NumericGrid = { kind: 'numeric', id: 'grd_fine', edges };
  const profile = profileOf(values.map((value) => [value, 1]));
  const bins = new Array<number>(6002).fill(0);
  for (const value of values) {
    const guess = Math.min(6001, Math.max(0, Math.floor(value * 100) + 3001));
    const bin = value < (edges[guess - 1] ?? -1 / 0) ? guess - 1 : guess;
    const own = value >= (edges[bin] ?? 1 / 0) ? bin + 1 : bin;
    bins[own] = (bins[own] ?? 0) + 1;
  }
  if (profile.numeric === undefined) throw new Error('A numeric profile has numbers.');
  return { ...profile, grid, numeric: { ...profile.numeric, bins } };
}

const normal = (seed: number, count: number, shift = 0) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.normal() * 3 + shift);
};

function measure(window: readonly number[], baseline: readonly number[], parameters: Parameters) {
  const measured = wassersteinMetric.measure(finely(window), finely(baseline), parameters);
  if (measured.kind !== 'value') throw new Error(measured.reason);
  return { value: measured.value, errorBound: measured.errorBound ?? Number.NaN };
}

describe('the Wasserstein distance of clipped values', () => {
  const sample = fc.array(fc.double({ min: -25, max: 25, noNaN: true }), {
    minLength: 30,
    maxLength: 80,
  });

  it('is within its error bound of that of the clipped rows', () => {
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(0, 0.001, 0.05, 0.25), (x, y, clip) => {
        const steps = baselineSteps(finely(x));
        const [low, high] = [gridQuantile(steps, clip), gridQuantile(steps, 1 - clip)];
        const clipped = (values: readonly number[]) =>
          clip === 0 ? values : values.map((value) => Math.min(high, Math.max(low, value)));
        const { value, errorBound } = measure(y, x, { scale: 'none', clip });
        const off = Math.abs(value - wasserstein(clipped(x), clipped(y)));
        expect(off).toBeLessThanOrEqual(errorBound + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('does not move with one value that is far away', () => {
    const [baseline, window] = [normal(1, 2000), normal(2, 2000)];
    const far = [...window.slice(1), 1e6];
    const raw = { scale: 'none' };
    const clipped = { scale: 'none', clip: 0.001 };
    expect(measure(far, baseline, raw).value).toBeGreaterThan(200);
    const moved = measure(far, baseline, clipped).value - measure(window, baseline, clipped).value;
    expect(Math.abs(moved)).toBeLessThan(0.01);
  });

  it('sees a shift of all values almost whole', () => {
    const { value } = measure(normal(2, 4000, 1), normal(1, 4000), { scale: 'none', clip: 0.001 });
    expect(value).toBeGreaterThan(0.9);
    expect(value).toBeLessThan(1.1);
  });
});

describe('the scale of the Wasserstein distance', () => {
  it('by interquartile range is that by standard deviation where the baseline is normal', () => {
    const [baseline, window] = [normal(1, 5000), normal(2, 5000, 1)];
    const byRange = measure(window, baseline, { scale: 'interquartile_range' });
    const byDeviation = measure(window, baseline, {});
    expect(byRange.value / byDeviation.value).toBeCloseTo(1, 1);
    expect(byRange.errorBound / byDeviation.errorBound).toBeCloseTo(1, 1);
  });

  it('by interquartile range does not move with a few far values of the baseline', () => {
    const baseline = normal(1, 5000);
    const far = [...baseline.slice(2), 29, -29, 1e5];
    const scale = { scale: 'interquartile_range', clip: 0.001 };
    const [one, other] = [baseline, far].map((rows) => measure(normal(2, 5000, 1), rows, scale));
    expect((one?.value ?? 0) / (other?.value ?? 1)).toBeCloseTo(1, 1);
  });

  it('is the standard deviation where half of the baseline is one value', () => {
    const baseline = [...new Array<number>(3000).fill(0), ...normal(1, 200)];
    const edges = finely(baseline);
    const grid = { ...edges.grid, edges: [-30, 0, Number.MIN_VALUE, 30] } as NumericGrid;
    const below = baseline.filter((value) => value < 0).length;
    const numeric = edges.numeric && {
      ...edges.numeric,
      bins: [0, below, 3000, 200 - below, 0],
    };
    const profile: ColumnProfile = { ...edges, grid, ...(numeric && { numeric }) };
    const shifted: ColumnProfile = {
      ...profile,
      ...(numeric && { numeric: { ...numeric, bins: [0, 0, 0, 3200, 0] } }),
    };
    const byRange = wassersteinMetric.measure(shifted, profile, { scale: 'interquartile_range' });
    const byDeviation = wassersteinMetric.measure(shifted, profile, {});
    expect(byRange).toMatchObject({ kind: 'value' });
    expect(byRange).toEqual(byDeviation);
  });

  it.each([0.3, -0.1, Number.NaN, 'all'])('refuses to clip %s with a sentence', (clip) => {
    const rows = normal(1, 50);
    expect(() => measure(rows, rows, { clip })).toThrow(/"clip" must be a number from 0 to 0.25/);
  });
});
