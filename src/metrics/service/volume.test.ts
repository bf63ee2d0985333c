import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { volume, volumeMetric } from './volume.ts';

const HOUR_MS = 3_600_000;
const window = (rows: number, durationMs: number) => ({
  rows,
  erroneousRows: 0,
  durationMs,
  columns: new Map(),
  outcomes: new Map(),
});

describe('volume', () => {
  it('compares days of 23, 24 and 25 hours', () => {
    for (const hours of [23, 24, 25]) expect(volume(100 * hours, hours * HOUR_MS)).toBe(100);
  });

  it('is the value 0 where no rows came: silence is a measurement', () => {
    expect(volumeMetric.measure(window(0, HOUR_MS), {})).toEqual({
      kind: 'value',
      value: 0,
      n: 0,
      m: 0,
    });
  });

  it('is not known of a baseline, whose rows were spread over no time', () => {
    expect(volumeMetric.measure(window(5, 0), {})).toMatchObject({ kind: 'no_data', n: 5 });
  });

  it('of two windows of one length together is their mean', () => {
    const rows = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        expect(volume(a + b, 2 * HOUR_MS)).toBeCloseTo(
          (volume(a, HOUR_MS) + volume(b, HOUR_MS)) / 2,
          6,
        );
      }),
    );
  });

  it.each([
    ['a window of no length', 1, 0, /longer than 0 ms, not 0/],
    ['a window without end', 1, Number.POSITIVE_INFINITY, /not Infinity/],
    ['negative rows', -1, HOUR_MS, /from 0 on, not -1/],
    ['NaN', Number.NaN, HOUR_MS, /not NaN/],
  ])('refuses %s with a sentence', (_, rows, durationMs, message) => {
    expect(() => volume(rows, durationMs)).toThrow(message);
  });
});
