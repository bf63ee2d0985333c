import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRID, profileOf, type Row } from '../../testing/arbitrary-profiles.ts';
import { METRICS } from '../metrics.ts';
import { chiSquared } from './chi-squared.ts';
import { gTest } from './g-test.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { gapOnGrid, kolmogorovSmirnov, kolmogorovSmirnovMetric } from './kolmogorov-smirnov.ts';
import {
  kolmogorovSmirnovPValue,
  kolmogorovSmirnovPValueMetric,
} from './kolmogorov-smirnov-p-value.ts';
import { kullbackLeibler } from './kullback-leibler.ts';
import { lInfinity } from './l-infinity.ts';
import { totalVariation } from './total-variation.ts';
import { wasserstein, wassersteinMetric } from './wasserstein.ts';

const count = fc.integer({ min: 0, max: 1e6 });
const pairs = fc
  .array(fc.tuple(count, count), { minLength: 2, maxLength: 40 })
  .filter((bins) => bins.some(([p]) => p > 0) && bins.some(([, q]) => q > 0));
type Pairs = readonly (readonly [number, number])[];
const left = (bins: Pairs) => bins.map(([p]) => p);
const right = (bins: Pairs) => bins.map(([, q]) => q);

const DISTANCES = [
  ['Kullback–Leibler', kullbackLeibler, Number.POSITIVE_INFINITY],
  ['Jensen–Shannon', jensenShannon, Math.sqrt(Math.LN2)],
  ['Hellinger', hellinger, 1],
  ['total variation', totalVariation, 1],
  ['L-infinity', lInfinity, 1],
  ['χ²', (p: number[], q: number[]) => chiSquared(p, q).statistic, Number.POSITIVE_INFINITY],
  ['G', (p: number[], q: number[]) => gTest(p, q).statistic, Number.POSITIVE_INFINITY],
] as const;

describe.each(DISTANCES)('%s of counts', (_, distance, most) => {
  it('is within its range, 0 at identity, and the same in any order of the bins', () => {
    fc.assert(
      fc.property(pairs, (bins) => {
        const value = distance(left(bins), right(bins));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(most * (1 + 1e-15));
        expect(distance(left(bins), left(bins))).toBeLessThan(1e-9);
        const turned = [...bins].reverse();
        const again = distance(left(turned), right(turned));
        expect(Math.abs(again - value)).toBeLessThanOrEqual(1e-7 * (1 + value));
      }),
    );
  });

  it.each([
    ['vectors of other length', [1, 2], [1], /2 bins, the window 1/],
    ['negative counts', [1, -1], [1, 1], /not negative, not -1/],
    ['NaN', [1, 1], [1, Number.NaN], /not NaN/],
    ['an empty baseline', [0, 0], [1, 1], /all counts are 0/],
    ['an empty window', [1, 1], [0, 0], /all counts are 0/],
  ])('refuses %s with a sentence', (_name, baseline, window, message) => {
    expect(() => distance([...baseline], [...window])).toThrow(message);
  });
});

describe('distances of counts among each other', () => {
  const symmetric = DISTANCES.filter(([name]) => name !== 'Kullback–Leibler');

  it.each(symmetric)('are the same in both directions: %s', (_, distance) => {
    fc.assert(
      fc.property(pairs, (bins) => {
        const value = distance(left(bins), right(bins));
        const swapped = distance(right(bins), left(bins));
        expect(Math.abs(swapped - value)).toBeLessThanOrEqual(1e-7 * (1 + value));
      }),
    );
  });

  it('obey the inequalities that bind them', () => {
    fc.assert(
      fc.property(pairs, (bins) => {
        const [p, q] = [left(bins), right(bins)];
        const [h, tv, js] = [hellinger(p, q), totalVariation(p, q), jensenShannon(p, q)];
        const slack = 1e-9;
        expect(h * h).toBeLessThanOrEqual(tv + slack);
        expect(tv).toBeLessThanOrEqual(Math.SQRT2 * h + slack);
        expect(lInfinity(p, q)).toBeLessThanOrEqual(tv + slack);
        expect(js * js).toBeLessThanOrEqual(tv * Math.LN2 + slack);
        // Pinsker's inequality.
        const kl = kullbackLeibler(p, q, { smoothing: 'none' });
        expect(2 * tv * tv).toBeLessThanOrEqual(kl + slack);
      }),
    );
  });
});

const value = fc.double({ min: -1000, max: 1000, noNaN: true });
const sample = fc.array(value, { minLength: 1, maxLength: 60 });

describe('distances of samples', () => {
  it('are symmetric, 0 at identity, and follow the unit of the values', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(wasserstein(a, a)).toBe(0);
        expect(kolmogorovSmirnov(a, a)).toEqual({ statistic: 0, pValue: 1 });
        const [w, ks] = [wasserstein(a, b), kolmogorovSmirnov(a, b)];
        expect(wasserstein(b, a)).toBeCloseTo(w, 9);
        const back = kolmogorovSmirnov(b, a);
        expect(back.statistic).toBeCloseTo(ks.statistic, 12);
        expect(back.pValue).toBeCloseTo(ks.pValue, 12);
        const doubled = (values: number[]) => values.map((x) => x * 2);
        expect(wasserstein(doubled(a), doubled(b))).toBeCloseTo(2 * w, 9);
        expect(kolmogorovSmirnov(doubled(a), doubled(b)).statistic).toBe(ks.statistic);
      }),
    );
  });

  it('of shifted values is the shift', () => {
    expect(wasserstein([1, 2, 3], [11, 12, 13])).toBe(10);
    expect(wasserstein([0], [1], [5], [0.1])).toBe(1);
  });

  it.each([
    ['no rows', () => kolmogorovSmirnov([], [1]), /baseline has no rows/],
    ['NaN', () => kolmogorovSmirnov([1], [Number.NaN]), /window is NaN/],
    ['no weight', () => wasserstein([1], [1], [0]), /baseline has no rows/],
    ['an infinite value', () => wasserstein([1], [1 / 0]), /window is Infinity/],
    ['too few weights', () => wasserstein([1, 2], [1], [1]), /1 weights for 2 values/],
    ['a negative weight', () => wasserstein([1], [1], [1], [-1]), /not negative, not -1/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

const valuesOf = (rows: readonly Row[]) =>
  rows.flatMap(([v]) => (typeof v === 'number' ? [v] : []));
const manyRows = fc.array(
  fc.tuple(
    fc.oneof({ weight: 9, arbitrary: value }, fc.constantFrom<Row[0]>('null')),
    fc.constant(1),
  ),
  { minLength: 60, maxLength: 120 },
);

describe('distances on the grid', () => {
  it('are within their error bound of those of the rows', () => {
    fc.assert(
      fc.property(manyRows, manyRows, (a, b) => {
        const [baseline, window] = [profileOf(a as Row[]), profileOf(b as Row[])];
        const [x, y] = [valuesOf(a as Row[]), valuesOf(b as Row[])];
        fc.pre(x.length >= 30 && y.length >= 30);
        const ks = kolmogorovSmirnovMetric.measure(window, baseline, {});
        const w = wassersteinMetric.measure(window, baseline, { scale: 'none' });
        if (ks.kind !== 'value' || w.kind !== 'value') throw new Error('No value.');
        expect([ks.n, ks.m]).toEqual([y.length, x.length].map((n) => expect.closeTo(n, 9)));
        const exact = kolmogorovSmirnov(x, y).statistic;
        expect(ks.value).toBeLessThanOrEqual(exact + 1e-12);
        expect(ks.value + (ks.errorBound ?? 0)).toBeGreaterThanOrEqual(exact - 1e-12);
        const off = Math.abs(w.value - wasserstein(x, y));
        expect(off).toBeLessThanOrEqual((w.errorBound ?? 0) + 1e-9);
      }),
    );
  });

  it('have a p-value that the one of the rows does not exceed, nor fall below its bound', () => {
    fc.assert(
      fc.property(manyRows, manyRows, (a, b) => {
        const [x, y] = [valuesOf(a as Row[]), valuesOf(b as Row[])];
        fc.pre(x.length >= 30 && y.length >= 30);
        const measured = kolmogorovSmirnovPValueMetric.measure(
          profileOf(b as Row[]),
          profileOf(a as Row[]),
          {},
        );
        if (measured.kind !== 'value') throw new Error('No value.');
        const { statistic } = kolmogorovSmirnov(x, y);
        const exact = kolmogorovSmirnovPValue(statistic, x.length, y.length);
        expect(exact).toBeLessThanOrEqual(measured.value + 1e-9);
        expect(exact).toBeGreaterThanOrEqual(measured.value - (measured.errorBound ?? 0) - 1e-9);
      }),
    );
  });

  it.each([
    ['a distance above 1', () => kolmogorovSmirnovPValue(2, 1, 1), /between 0 and 1, not 2/],
    ['no rows', () => kolmogorovSmirnovPValue(0.5, 0, 1), /above 0, not 0/],
  ])('have no p-value of %s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('know a bin that holds one double exactly', () => {
    const step = { from: 1, to: 1, baselineBelow: 0, windowBelow: 0, windowUpTo: 0.4 };
    const point = gapOnGrid([{ ...step, baselineUpTo: 0.9, isPoint: true }]);
    expect(point).toEqual({ gap: 0.5, errorBound: 0 });
    const wide = gapOnGrid([{ ...step, baselineUpTo: 0.9, isPoint: false }]);
    expect(wide).toEqual({ gap: 0.5, errorBound: 0.4 });
  });

  it('have no scale where the baseline is constant', () => {
    const constant = profileOf(new Array<Row>(50).fill([3, 1]));
    const other = profileOf(new Array<Row>(50).fill([8, 1]));
    expect(wassersteinMetric.measure(other, constant, {})).toMatchObject({
      kind: 'no_data',
      reason: 'constant_baseline',
    });
    expect(wassersteinMetric.measure(other, constant, { scale: 'none' })).toMatchObject({
      kind: 'value',
      value: 2.5,
      errorBound: 2.5,
    });
  });
});

const rows = (n: number, of: (i: number) => Row[0]) =>
  profileOf(Array.from({ length: n }, (_, i): Row => [of(i), 1]));

const DRIFT = METRICS.filter((metric) => metric.subject === 'column').filter(
  (metric) => metric.descriptor.family === 'drift',
);

describe.each(DRIFT)('$descriptor.id of a column', (metric) => {
  const baseline = rows(1000, (i) => (i % 100) / 10);

  it('differs between the same rows and moved ones, in its direction', () => {
    const same = metric.measure(baseline, baseline, {});
    const moved = metric.measure(
      rows(1000, (i) => (i % 100) / 2),
      baseline,
      {},
    );
    if (same.kind !== 'value' || moved.kind !== 'value') throw new Error('No value.');
    const worse = metric.descriptor.direction === 'lower_is_worse' ? 1 : 0;
    expect(same.value).toBe(worse);
    expect(Math.abs(moved.value - same.value)).toBeGreaterThan(0.1);
    expect(moved).toMatchObject({ n: 1000, m: 1000 });
  });

  it.each([
    ['no rows', profileOf([]), baseline, 'no_data', 'no_rows'],
    ['no baseline', baseline, undefined, 'no_data', 'no_baseline'],
    ['a baseline of no rows', baseline, profileOf([]), 'no_data', 'no_baseline_rows'],
    ['too few rows', rows(29, () => 1), baseline, 'insufficient_data', 'too_few_rows'],
    ['a short baseline', baseline, rows(9, () => 1), 'insufficient_data', 'too_few_baseline_rows'],
  ] as const)('answers %s by name instead of a number', (_, window, base, kind, reason) => {
    expect(metric.measure(window, base, {})).toMatchObject({ kind, reason });
  });

  it('refuses a window on another grid with a sentence', () => {
    const seam = { ...baseline, grid: { ...GRID, id: 'grd_other' } };
    expect(() => metric.measure(seam, baseline, {})).toThrow(
      /grid grd_test, the window on grd_other/,
    );
  });
});
