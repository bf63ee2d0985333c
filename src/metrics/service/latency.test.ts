import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../stats/random.ts';
import { GRID, profileOf, type Row } from '../../testing/arbitrary-profiles.ts';
import type { ColumnProfile, WindowProfile } from '../profile.ts';
import { errorRate, errorRateMetric } from './error-rate.ts';
import { latency, latencyMetric } from './latency.ts';
import { rowCount, rowCountMetric } from './row-count.ts';

const windowOf = (
  column: ColumnProfile | undefined,
  rows = 0,
  erroneousRows = 0,
): WindowProfile => ({
  rows,
  erroneousRows,
  durationMs: 3_600_000,
  columns: new Map(column === undefined ? [] : [['latency', column]]),
  outcomes: new Map(),
});
const took = (values: readonly number[]) =>
  windowOf(profileOf(values.map((value): Row => [value, 1])));

describe('latency', () => {
  const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), {
    minLength: 100,
    maxLength: 300,
  });

  it('is within its error bound of the percentile of the rows', () => {
    fc.assert(
      fc.property(values, fc.constantFrom('p50', 'p95', 'p99'), (rows, percentile) => {
        const measured = latencyMetric.measure(took(rows), { percentile });
        if (measured.kind !== 'value') throw new Error(measured.reason);
        const share = Number(percentile.slice(1));
        const sorted = rows.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil((share * sorted.length) / 100) - 1] ?? Number.NaN;
        const error = Math.abs(measured.value - exact);
        expect(error).toBeLessThanOrEqual((measured.errorBound ?? 0) + 1e-9);
      }),
    );
  });

  it('rises with the percentile, and is exact where all rows took equally long', () => {
    const rows = Array.from({ length: 200 }, (_, i) => i);
    const [p50, p95, p99] = ['p50', 'p95', 'p99'].map((percentile) => {
      const measured = latencyMetric.measure(took(rows), { percentile });
      return measured.kind === 'value' ? measured.value : Number.NaN;
    });
    expect(p50).toBeLessThan(p95 ?? 0);
    expect(p95).toBeLessThan(p99 ?? 0);
    const equal = latencyMetric.measure(took(new Array<number>(100).fill(42)), {});
    expect(equal).toEqual({
      kind: 'value',
      value: 42,
      errorBound: 0,
      standardError: 0,
      n: 100,
      m: 0,
    });
  });

  it.each([
    ['p50', 0.1],
    ['p95', 0.1],
    ['p99', 0.2],
  ])('says how far windows lie apart at %s', (percentile, tolerance) => {
    const random = createRandom(7);
    // As a baseline's grid has them: bins of equal mass.
    const edges = Array.from({ length: 255 }, (_, i) => -100 * Math.log(1 - (i + 1) / 256));
    const grid = { ...GRID, edges };
    const measured = Array.from({ length: 500 }, () => {
      const bins = new Array<number>(256).fill(0);
      const values = Array.from({ length: 2000 }, () => -100 * Math.log(1 - random.uniform()));
      for (const value of values) {
        const bin = Math.floor((1 - Math.exp(-value / 100)) * 256);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      const [min, max] = [Math.min(...values), Math.max(...values)];
      const numeric = { moments: { n: 2000, mean: 100, m2: 1 }, min, max, bins };
      const profile = { ...profileOf([]), grid, rows: 2000, weight: 2000, weightSquares: 2000 };
      const window = windowOf({ ...profile, numeric });
      const one = latencyMetric.measure(window, { percentile });
      if (one.kind !== 'value') throw new Error(one.reason);
      const sampling = latencyMetric.sampling?.(window, { percentile });
      expect(sampling).toEqual({
        kind: 'estimate',
        baselineValue: one.value,
        rowDeviation: (one.standardError ?? Number.NaN) * Math.sqrt(2000),
      });
      return one;
    });
    const mean = measured.reduce((sum, one) => sum + one.value, 0) / 500;
    const spread = Math.sqrt(measured.reduce((sum, one) => sum + (one.value - mean) ** 2, 0) / 500);
    const said = measured.reduce((sum, one) => sum + (one.standardError ?? Number.NaN), 0) / 500;
    expect(Math.abs(said / spread - 1)).toBeLessThan(tolerance);
  });

  const ungridded = {
    ...profileOf(new Array<Row>(100).fill([1, 1])),
    grid: { ...GRID, edges: [] },
  };

  it.each([
    ['no latency column', windowOf(undefined), 'no_values'],
    ['no rows', took([]), 'no_rows'],
    [
      'no row with a latency',
      windowOf(profileOf(new Array<Row>(200).fill(['null', 1]))),
      'no_values',
    ],
    ['99 rows', took(new Array<number>(99).fill(1)), 'too_few_rows'],
    ['a column counted on no grid', windowOf(ungridded), 'no_baseline'],
  ])('answers by name for %s', (_, window, reason) => {
    expect(latencyMetric.measure(window, {})).toMatchObject({ reason });
  });

  it.each([
    ['bins that do not fit', () => latency([1], [1], 0, 1, 0.5), /1 edges part 2 bins, not 1/],
    ['a share above 1', () => latency([], [1], 0, 1, 2), /between 0 and 1, not 2/],
    ['no rows', () => latency([], [0], 0, 1, 0.5), /of no rows/],
  ])('refuses %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('refuses an unknown percentile', () => {
    expect(() => latencyMetric.measure(took([]), { percentile: 'p42' })).toThrow(/p50, p95, p99/);
  });
});

describe('error rate and row count', () => {
  it('count rows once each', () => {
    expect(rowCountMetric.measure(windowOf(undefined, 0), {})).toMatchObject({ value: 0 });
    expect(rowCountMetric.measure(windowOf(undefined, 60), {})).toMatchObject({ value: 60, n: 60 });
    expect(errorRateMetric.measure(windowOf(undefined, 60, 3), {})).toEqual({
      kind: 'value',
      value: 0.05,
      n: 60,
      m: 0,
    });
  });

  it.each([
    [0, 'no_rows'],
    [29, 'too_few_rows'],
  ])('of %i rows is no rate', (rows, reason) => {
    expect(errorRateMetric.measure(windowOf(undefined, rows), {})).toMatchObject({ reason });
  });

  it.each([
    ['more errors than rows', () => errorRate(3, 2), /exceeds/],
    ['half a row', () => rowCount(0.5), /from 0 on, not 0.5/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
