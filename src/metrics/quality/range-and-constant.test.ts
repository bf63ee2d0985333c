import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRID, profileOf, type Row } from '../../testing/arbitrary-profiles.ts';
import type { CategoricalSummary, ColumnProfile } from '../profile.ts';
import { constantColumn, constantColumnMetric } from './constant-column.ts';
import { rangeViolationRatio, rangeViolationRatioMetric } from './range-violation-ratio.ts';

const repeat = (count: number, value: Row[0]): Row[] =>
  Array.from({ length: count }, (): Row => [value, 1]);

const categorical = (summary: CategoricalSummary, weight: number): ColumnProfile => ({
  column: 'city',
  grid: { kind: 'categorical', id: 'grd_c', categories: ['a', 'b'] },
  rows: weight,
  weight,
  weightSquares: weight,
  missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
  categorical: summary,
});

describe('a constant column', () => {
  it.each([
    ['one number', profileOf(repeat(40, 3)), 1],
    ['one number beside missing ones', profileOf([...repeat(40, 3), ...repeat(40, 'null')]), 1],
    ['two numbers of one bin', profileOf([...repeat(39, 3), [4, 1]]), 0],
    ['one category', categorical({ counts: [0, 40], unseen: [], unseenRest: 0 }, 40), 1],
    ['two categories', categorical({ counts: [1, 39], unseen: [], unseenRest: 0 }, 40), 0],
    [
      'one unseen category',
      categorical({ counts: [0, 0], unseen: [['x', 40]], unseenRest: 0 }, 40),
      1,
    ],
    [
      'a seen and an unseen one',
      categorical({ counts: [1, 0], unseen: [['x', 39]], unseenRest: 0 }, 40),
      0,
    ],
    [
      'categories that were cut off',
      categorical({ counts: [0, 0], unseen: [], unseenRest: 40 }, 40),
      0,
    ],
  ])('is told by %s', (_, profile, value) => {
    expect(constantColumnMetric.measure(profile, undefined, {})).toMatchObject({ value, n: 40 });
  });

  it.each([
    ['no rows', profileOf([]), 'no_rows'],
    ['no values', profileOf(repeat(50, 'null')), 'no_values'],
    ['few values', profileOf([...repeat(50, 'null'), [1, 1]]), 'too_few_rows'],
  ])('is not told by %s', (_, profile, reason) => {
    expect(constantColumnMetric.measure(profile, undefined, {})).toMatchObject({ reason });
  });

  it('refuses extremes that are turned around', () => {
    expect(() => constantColumn(2, 1)).toThrow(/smallest value, 2, must not exceed the largest, 1/);
  });
});

describe('values out of range', () => {
  const { measure } = rangeViolationRatioMetric;
  const value = fc.double({ min: -1000, max: 1000, noNaN: true });
  const rows = fc.array(fc.tuple(value, fc.constant(1)), { minLength: 40, maxLength: 90 });
  const bound = fc.integer({ min: -20, max: 20 });

  it('are counted to within the error bound, whatever the range', () => {
    fc.assert(
      fc.property(rows, bound, bound, (values, a, b) => {
        const [minimum, maximum] = [Math.min(a, b), Math.max(a, b)];
        const window = profileOf(values as Row[]);
        const measured = measure(window, window, { minimum, maximum });
        if (measured.kind !== 'value') throw new Error(measured.reason);
        const outside = values.filter(([x]) => x < minimum || x > maximum).length / values.length;
        expect(measured.value).toBeLessThanOrEqual(outside + 1e-12);
        expect(outside).toBeLessThanOrEqual(measured.value + (measured.errorBound ?? 0) + 1e-12);
      }),
    );
  });

  it('are none against the same rows, and all where every value moved out', () => {
    const baseline = profileOf([...repeat(50, 1), ...repeat(50, 5)]);
    expect(measure(baseline, baseline, {})).toMatchObject({ value: 0, errorBound: 0 });
    const above = profileOf([...repeat(20, 1), ...repeat(20, 50), ...repeat(40, 'null')]);
    expect(measure(above, baseline, {})).toMatchObject({ value: 0.5, n: 40, m: 100 });
  });

  const full = profileOf(repeat(50, 1));
  it.each([
    ['no baseline', full, undefined, 'no_baseline'],
    ['a baseline without values', full, profileOf(repeat(50, 'null')), 'no_baseline_rows'],
    ['no rows', profileOf([]), full, 'no_rows'],
    ['no values', profileOf(repeat(50, 'null')), full, 'no_values'],
    ['few values', profileOf(repeat(29, 1)), full, 'too_few_rows'],
  ])('are not counted with %s', (_, window, baseline, reason) => {
    expect(measure(window, baseline, {})).toMatchObject({ reason });
  });

  it.each([
    ['a range turned around', () => measure(full, full, { minimum: 2, maximum: 1 }), /minimum, 2,/],
    [
      'a range that is no number',
      () => measure(full, full, { minimum: 'low' }),
      /must be a number/,
    ],
    [
      'another grid',
      () => measure({ ...full, grid: { ...GRID, id: 'grd_other' } }, full, {}),
      /grid grd_test, the window on grd_other/,
    ],
    ['more outside than values', () => rangeViolationRatio(3, 2), /exceeds/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
