import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeWindowProfiles } from '../merge-window-profiles.ts';
import type { WindowProfile } from '../profile.ts';
import { duplicateRatio, duplicateRatioMetric } from './duplicate-ratio.ts';

const window = (rows: number, duplicateRows?: number): WindowProfile => ({
  rows,
  erroneousRows: 0,
  ...(duplicateRows === undefined ? {} : { duplicateRows }),
  durationMs: 3_600_000,
  columns: new Map(),
  outcomes: new Map(),
});

describe('duplicate rows', () => {
  it.each([
    ['all different are 0', 60, 0, 0],
    ['two of each are one half', 60, 30, 0.5],
    ['all the same leave the first', 60, 59, 59 / 60],
  ])('%s', (_, rows, duplicates, value) => {
    const measured = duplicateRatioMetric.measure(window(rows, duplicates), {});
    expect(measured).toEqual({ kind: 'value', value, n: rows, m: 0 });
  });

  it.each([
    ['no rows', window(0, 0), 'no_data', 'no_rows'],
    ['too few rows', window(29, 3), 'insufficient_data', 'too_few_rows'],
    ['rows that nobody compared', window(60), 'no_data', 'not_counted'],
  ])('answers %s by name', (_, profile, kind, reason) => {
    expect(duplicateRatioMetric.measure(profile, {})).toMatchObject({ kind, reason });
  });

  it('of two windows together lie between those of both', () => {
    const part = fc
      .integer({ min: 30, max: 1e6 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.integer({ min: 0, max: rows - 1 })));
    const ratioIn = (profile: WindowProfile) => {
      const measured = duplicateRatioMetric.measure(profile, {});
      return measured.kind === 'value' ? measured.value : Number.NaN;
    };
    fc.assert(
      fc.property(part, part, (a, b) => {
        const [one, other] = [window(...a), window(...b)];
        const both = ratioIn(mergeWindowProfiles(one, other));
        expect(both).toBe(ratioIn(mergeWindowProfiles(other, one)));
        expect(both).toBeGreaterThanOrEqual(Math.min(ratioIn(one), ratioIn(other)) - 1e-12);
        expect(both).toBeLessThanOrEqual(Math.max(ratioIn(one), ratioIn(other)) + 1e-12);
        const unknown = mergeWindowProfiles(one, window(b[0]));
        expect(duplicateRatioMetric.measure(unknown, {})).toMatchObject({ reason: 'not_counted' });
      }),
    );
  });

  it.each([
    ['more duplicates than rows', 61, 60, /exceeds/],
    ['negative duplicates', -1, 60, /not negative/],
    ['no rows', 0, 0, /above 0/],
  ])('refuse %s with a sentence', (_, duplicates, rows, message) => {
    expect(() => duplicateRatio(duplicates, rows)).toThrow(message);
  });
});
