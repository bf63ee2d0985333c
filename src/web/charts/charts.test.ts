import { describe, expect, test } from 'vitest';
import { domainOf, type PlotPoint, stepLine, windowAt } from './strip-plot.ts';
import { timeTicks } from './time-ticks.ts';

const DAY_MS = 86_400_000;

function point(startMs: number, value: number | null, more: Partial<PlotPoint> = {}): PlotPoint {
  return {
    startMs,
    endMs: startMs + 10,
    value,
    warning: null,
    critical: null,
    verdict: 'ok',
    seam: false,
    ...more,
  };
}

describe('a line of windows', () => {
  const read = (one: PlotPoint) => one.value;
  test('is as wide as each window, without gaps between neighbours', () => {
    expect(stepLine([point(0, 1), point(10, 2)], read)).toEqual([
      [0, 1],
      [10, 1],
      [10, 2],
      [20, 2],
    ]);
  });
  test('has a gap where a window is missing', () => {
    expect(stepLine([point(0, 1), point(30, 2)], read)).toContainEqual([10, null]);
  });
  test('is broken where it was measured another way', () => {
    expect(stepLine([point(0, 1), point(10, 2, { seam: true })], read)).toContainEqual([10, null]);
  });
  test('leaves out what was not measured', () => {
    expect(stepLine([point(0, null)], read)).toEqual([
      [0, null],
      [10, null],
    ]);
  });
  test('finds the window of a time, its end excluded', () => {
    const points = [point(0, 1), point(10, 2)];
    expect(windowAt(points, 10)?.value).toBe(2);
    expect(windowAt(points, 20)).toBeUndefined();
  });
});

test('a scale holds all values and bounds, of all its strips', () => {
  const strips = [[point(0, 0.1, { critical: 0.25 })], [point(0, 1)]];
  expect(domainOf(strips, true)).toEqual([0, 1.08]);
  const [min, max] = domainOf([[point(0, 0.78), point(10, 0.8)]], false);
  expect(min).toBeGreaterThan(0.7);
  expect(max).toBeLessThan(0.9);
  expect(domainOf([[]], true)).toEqual([0, 1]);
});

describe('ticks', () => {
  const chicago = 'America/Chicago';
  const iso = (ms: number) => new Date(ms).toISOString();
  test('stand on local midnights, also after the clocks have changed', () => {
    const from = Date.parse('2001-03-29T06:00Z');
    const ticks = timeTicks(from, from + 5.5 * DAY_MS, chicago, 8);
    expect(ticks.map(({ ms }) => iso(ms).slice(0, 13))).toEqual([
      '2001-03-29T06',
      '2001-03-30T06',
      '2001-03-31T06',
      '2001-04-01T06',
      '2001-04-02T05',
      '2001-04-03T05',
    ]);
    expect(ticks[0]?.label).toBe('29 Mar 2001');
  });
  test('are no more than there is room for', () => {
    for (const days of [0.1, 1, 7, 30, 90, 365, 4_000]) {
      const count = timeTicks(0, days * DAY_MS, 'UTC', 8).length;
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThanOrEqual(10);
    }
  });
  test('within a day are clock times', () => {
    const ticks = timeTicks(
      Date.parse('2026-06-14T09:00Z'),
      Date.parse('2026-06-15T09:00Z'),
      'UTC',
      8,
    );
    expect(ticks.map(({ label }) => label)).toContain('12:00');
    expect(ticks.map(({ label }) => label)).toContain('15 Jun');
  });
});
