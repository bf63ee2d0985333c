import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeWindowProfiles } from '../merge-window-profiles.ts';
import type { WindowProfile } from '../profile.ts';
import { freshness, freshnessMetric } from './freshness.ts';

const window = (rows: number, silenceMs?: number): WindowProfile => ({
  rows,
  erroneousRows: 0,
  ...(silenceMs === undefined ? {} : { silenceMs }),
  durationMs: 3_600_000,
  columns: new Map(),
  outcomes: new Map(),
});

describe('freshness', () => {
  it.each([
    ['an event at the very end', 0, 0],
    ['half a minute of silence', 30_000, 0.5],
    ['an hour of silence', 3_600_000, 60],
  ])('tells %s in minutes', (_, silenceMs, value) => {
    const measured = freshnessMetric.measure(window(5, silenceMs), {});
    expect(measured).toEqual({ kind: 'value', value, n: 5, m: 0 });
  });

  it.each([
    ['a window without rows', window(0), 'no_rows'],
    ['rows without a time', window(5), 'not_counted'],
    ['a sum of windows', mergeWindowProfiles(window(5, 1_000), window(5, 2_000)), 'not_counted'],
  ])('answers %s by name', (_, profile, reason) => {
    expect(freshnessMetric.measure(profile, {})).toMatchObject({ kind: 'no_data', reason });
  });

  it('grows with the silence, minute by minute', () => {
    const span = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(span, span, (a, b) => {
        expect(freshness(a) < freshness(b)).toBe(a < b);
        expect(freshness(a + 60_000)).toBeCloseTo(freshness(a) + 1, 6);
      }),
    );
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d ms with a sentence', (span) => {
    expect(() => freshness(span)).toThrow(/from 0 ms on before the end/);
  });
});
