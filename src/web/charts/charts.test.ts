import { describe, expect, test } from 'vitest';
import { domainOf, type PlotPoint, stepLine, windowAt } from './strip-plot.ts';
import { shapesOf } from './strip-shapes.ts';
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

describe('a drawn strip', () => {
  const plot = {
    points: [
      point(0, 1, { verdict: 'critical' }),
      point(10, 3),
      point(30, null, { verdict: 'critical' }),
      point(50, 4, { verdict: 'warning', warning: 2 }),
      point(95, 0, { verdict: 'critical' }),
    ],
    fromMs: 0,
    toMs: 100,
    domain: [0, 4] as const,
    unit: 'ratio',
    filled: false,
  };
  test('begins a new line after every gap', () => {
    const { value, warning, critical } = shapesOf(plot, 200, 40);
    expect(value).toBe('M0,30L20,30L20,10L40,10M100,0L120,0M190,40L210,40');
    expect(warning).toBe('M100,20L120,20');
    expect(critical).toBe('');
  });
  test('marks what is not ok in its middle, if it was measured and is in sight', () => {
    expect(shapesOf(plot, 200, 40).marks).toEqual([
      { verdict: 'warning', path: 'M110,-4l4,8h-8z' },
      { verdict: 'critical', path: 'M10,26l4,4l-4,4l-4,-4zM200,36l4,4l-4,4l-4,-4z' },
    ]);
    expect(shapesOf({ ...plot, toMs: 98 }, 200, 40).marks[1]?.path.match(/M/g)).toHaveLength(1);
  });
  test('is filled down to the ground where it is asked for', () => {
    expect(shapesOf(plot, 200, 40).area).toBeNull();
    expect(shapesOf({ ...plot, filled: true }, 200, 40).area).toContain('L0,40Z');
  });
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
