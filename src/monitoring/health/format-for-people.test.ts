import { describe, expect, test } from 'vitest';
import { formatNumber } from './format-number.ts';
import { formatWindow } from './format-window.ts';
import { nameColumn } from './name-column.ts';
import { tallyResults } from './tally-results.ts';
import { worstVerdict } from './worst-verdict.ts';

test.each([
  ['a small number keeps three digits', 1.4267, 'nats', '1.43'],
  ['a share is in percent', 0.0816, 'ratio', '8.16 %'],
  ['a rate says per what', 1234.5, 'rows_per_hour', '1,235 an hour'],
  ['a duration says its unit', 12.34, 'ms', '12.3 ms'],
  ['what is nearly nothing keeps its size', 0.00001234, 'nats', '1.2e-5'],
  ['whole numbers are grouped', 1234567, 'none', '1,234,567'],
  ['zero is zero', 0, 'nats', '0'],
] as const)('%s', (_, value, unit, expected) => {
  expect(formatNumber(value, unit)).toBe(expected);
});

describe('a window', () => {
  const now = Date.UTC(2026, 5, 1);
  test.each([
    [
      'of a day is its date, with the year of another year',
      '2001-03-14T06:00Z',
      '2001-03-15T06:00Z',
      '14 Mar 2001',
    ],
    ['of 23 hours is a day', '2001-04-01T06:00Z', '2001-04-02T05:00Z', '1 Apr 2001'],
    ['of an hour has a clock', '2026-03-14T16:00Z', '2026-03-14T17:00Z', '14 Mar 11:00–12:00'],
    ['of days is a span', '2026-03-14T05:00Z', '2026-03-17T05:00Z', '14 Mar – 16 Mar'],
  ])('%s', (_, start, end, expected) => {
    const written = formatWindow(Date.parse(start), Date.parse(end), 'America/Chicago', now);
    expect(written).toBe(expected);
  });
});

test.each([
  ['a feature has its name', 'feature:3', 'distance'],
  ['one that is gone keeps its number', 'feature:9', 'feature 9'],
  ['the only output needs no name', 'score:default', 'score'],
  ['another one does', 'score:delay', 'score of delay'],
  ['latency is itself', 'latency', 'latency'],
  ['the only output as a subject is nothing', 'default', null],
  ['nor is the whole window', null, null],
])('%s', (_, column, expected) => {
  expect(nameColumn(column, new Map([['feature:3', 'distance']]))).toBe(expected);
});

test('not knowing is worse than being well, and better than a warning', () => {
  expect(worstVerdict(['ok', 'insufficient_data'])).toBe('insufficient_data');
  expect(worstVerdict(['warning', 'no_data'])).toBe('warning');
  expect(worstVerdict([])).toBeNull();
});

test('results are counted by metric and verdict, and the furthest one speaks', () => {
  const one = (column: string, value: number) => ({
    checkId: column,
    metric: 'population_stability_index',
    metricVersion: 1,
    column,
    segment: '',
    verdict: 'critical' as const,
    value,
    warning: null,
    critical: 0.25,
    n: 1,
    m: 1,
    reason: null,
  });
  const tallies = tallyResults([one('a', 0.3), one('b', 0.9), one('c', 0.4)]);
  expect(tallies).toHaveLength(1);
  expect(tallies[0]).toMatchObject({ count: 3, example: { column: 'b' } });
});
