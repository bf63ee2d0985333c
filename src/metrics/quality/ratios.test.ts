import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileOf, type Row } from '../../testing/arbitrary-profiles.ts';
import { mergeColumnProfiles } from '../merge-column-profiles.ts';
import type { CategoricalSummary, ColumnProfile } from '../profile.ts';
import { missingRatio, missingRatioMetric } from './missing-ratio.ts';
import { typeMismatchRatio, typeMismatchRatioMetric } from './type-mismatch-ratio.ts';
import { unseenRatio, unseenRatioMetric } from './unseen-ratio.ts';

const repeat = (count: number, value: Row[0]): Row[] =>
  Array.from({ length: count }, (): Row => [value, 1]);

/** 40 rows: 2 of each reason to be missing, 30 values. */
const mixed = profileOf([
  ...repeat(2, 'absent'),
  ...repeat(2, 'null'),
  ...repeat(2, 'nan'),
  ...repeat(2, 'infinite'),
  ...repeat(2, 'mismatched'),
  ...repeat(30, 1),
]);

function categorical(summary: CategoricalSummary, nulls: number, weight = 100): ColumnProfile {
  return {
    column: 'city',
    grid: { kind: 'categorical', id: 'grd_c', categories: ['a', 'b'] },
    rows: weight,
    weight,
    weightSquares: weight,
    missing: { absent: 0, null: nulls, nan: 0, infinite: 0, mismatched: 0 },
    categorical: summary,
  };
}

describe('quality ratios', () => {
  it('count as missing what is absent, null, NaN or infinite, and not what mismatches', () => {
    expect(missingRatioMetric.measure(mixed, undefined, {})).toEqual({
      kind: 'value',
      value: 8 / 40,
      n: 40,
      m: 0,
    });
  });

  it.each(['absent', 'null', 'nan', 'infinite'])('count values that are %s alone', (reason) => {
    const measured = missingRatioMetric.measure(mixed, undefined, { reason });
    expect(measured).toMatchObject({ kind: 'value', value: 2 / 40 });
  });

  it('refuse a reason that is none', () => {
    const measure = () => missingRatioMetric.measure(mixed, undefined, { reason: 'mismatched' });
    expect(measure).toThrow(/any, absent, null, nan, infinite, not mismatched/);
  });

  it('count mismatches among the values that were sent', () => {
    expect(typeMismatchRatioMetric.measure(mixed, undefined, {})).toEqual({
      kind: 'value',
      value: 2 / 36,
      n: 36,
      m: 0,
    });
  });

  it('count unseen values among usable ones, those without a name included', () => {
    const profile = categorical({ counts: [60, 10], unseen: [['x', 6]], unseenRest: 4 }, 20);
    expect(unseenRatioMetric.measure(profile, undefined, {})).toEqual({
      kind: 'value',
      value: 10 / 80,
      n: 80,
      m: 0,
    });
  });

  it('stay between 0 and 1, and between those of the parts when windows are merged', () => {
    const value = fc.constantFrom<Row[0][]>(1, 2, 3, 'absent', 'nan', 'mismatched');
    const weight = fc.double({ min: 1, max: 1.5, noNaN: true });
    const many = fc.array(fc.tuple(value, weight), { minLength: 200, maxLength: 300 });
    for (const metric of [missingRatioMetric, typeMismatchRatioMetric]) {
      fc.assert(
        fc.property(many, many, (a, b) => {
          const [p, q] = [profileOf(a), profileOf(b)];
          const [first, second, both] = [p, q, mergeColumnProfiles(p, q)].map((profile) => {
            const measured = metric.measure(profile, undefined, {});
            return measured.kind === 'value' ? measured.value : Number.NaN;
          });
          fc.pre(!Number.isNaN(first) && !Number.isNaN(second));
          const [low, high] = [
            Math.min(first ?? 0, second ?? 0),
            Math.max(first ?? 0, second ?? 0),
          ];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(both).toBeGreaterThanOrEqual(low - 1e-9);
          expect(both).toBeLessThanOrEqual(high + 1e-9);
        }),
      );
    }
  });

  it.each([
    ['missing values of no rows', missingRatioMetric, profileOf([]), 'no_data', 'no_rows'],
    [
      'missing values of 29 rows',
      missingRatioMetric,
      profileOf(repeat(29, 1)),
      'insufficient_data',
      'too_few_rows',
    ],
    ['mismatches of no rows', typeMismatchRatioMetric, profileOf([]), 'no_data', 'no_rows'],
    [
      'mismatches where nothing was sent',
      typeMismatchRatioMetric,
      profileOf(repeat(50, 'null')),
      'no_data',
      'no_values',
    ],
    [
      'mismatches of few values',
      typeMismatchRatioMetric,
      profileOf([...repeat(50, 'null'), [1, 1]]),
      'insufficient_data',
      'too_few_rows',
    ],
    [
      'unseen values of no rows',
      unseenRatioMetric,
      categorical({ counts: [0, 0], unseen: [], unseenRest: 0 }, 0, 0),
      'no_data',
      'no_rows',
    ],
    [
      'unseen values where all are missing',
      unseenRatioMetric,
      categorical({ counts: [0, 0], unseen: [], unseenRest: 0 }, 100),
      'no_data',
      'no_values',
    ],
    [
      'unseen values of few rows',
      unseenRatioMetric,
      categorical({ counts: [9, 0], unseen: [], unseenRest: 0 }, 91),
      'insufficient_data',
      'too_few_rows',
    ],
  ] as const)('answer by name for %s', (_, metric, profile, kind, reason) => {
    expect(metric.measure(profile, undefined, {})).toMatchObject({ kind, reason });
  });

  it('refuse to look for unseen categories in a column of numbers', () => {
    expect(() => unseenRatioMetric.measure(mixed, undefined, {})).toThrow(/"x" has no categories/);
  });

  it.each([
    ['more missing rows than rows', () => missingRatio(3, 2), /missing rows, 3, exceeds/],
    ['a negative weight', () => typeMismatchRatio(-1, 2), /not negative, not -1/],
    ['NaN', () => unseenRatio(Number.NaN, 2), /not NaN/],
    ['no rows at all', () => missingRatio(0, 0), /above 0, not 0/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('forgive what rounding puts above the whole, and no more', () => {
    expect(missingRatio(1 + 1e-15, 1)).toBe(1);
    expect(() => missingRatio(1 + 1e-6, 1)).toThrow(/exceeds/);
  });
});
