import { expect, test } from 'vitest';
import type { FleetModelWire } from '../../contract/fleet.ts';
import { formatChance } from './alert.ts';
import { filterModels } from './filter-models.ts';
import { describeThreshold, formatBudget } from './rule.ts';
import { nameSegment } from './segment.ts';
import { formatAge, formatWindow } from './time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test.each([
  ['just now', 30_000, 'just now'],
  ['minutes', 12 * 60_000, '12 min ago'],
  ['hours', 5 * HOUR_MS, '5 h ago'],
  ['days', 4 * DAY_MS, '4 d ago'],
])('an age in %s', (_, ms, expected) => {
  expect(formatAge(ms)).toBe(expected);
});

test('a local day is its date, whatever its length; other windows have their edges', () => {
  const zone = 'America/Chicago';
  const day = [Date.parse('2001-04-01T06:00Z'), Date.parse('2001-04-02T05:00Z')] as const;
  expect(formatWindow(...day, zone)).toBe('1 Apr 2001');
  expect(formatWindow(day[0], day[0] + HOUR_MS, zone)).toBe('1 Apr 2001 00:00 – 01:00');
});

test('a filter holds every word, in name, verdict or finding', () => {
  const model = (name: string, headline: string) =>
    ({ name, health: { worst: 'critical', headline } }) as unknown as FleetModelWire;
  const models = [model('flights', 'distance drifted'), model('churn', 'all well')];
  const names = (filter: string) => filterModels(models, filter).map(({ name }) => name);
  expect(names('')).toEqual(['flights', 'churn']);
  expect(names('CRITICAL distance')).toEqual(['flights']);
  expect(names('churn distance')).toEqual([]);
});

test.each([
  ['none', '', 'the whole model'],
  ['a value', 'origin=ORD', 'origin=ORD'],
  ['the values without one of their own', 'origin=*rest*', 'origin: all others'],
])('a segment of %s', (_, segment, expected) => {
  expect(nameSegment(segment)).toBe(expected);
});

test.each([
  [
    'constants',
    { strategy: 'fixed', side: 'above', info: 0.05, warning: 0.1, critical: null },
    'info above 5 %, warning above 10 %',
  ],
  [
    'shares of the baseline',
    { strategy: 'relative', side: 'below', warning: 0.1, critical: 0.25 },
    'warning 10 % below the baseline, critical 25 % below the baseline',
  ],
  [
    'deviations',
    {
      strategy: 'history',
      side: 'above',
      warning: 3,
      critical: null,
      from: 'recent',
      windows: 28,
      sameSeason: false,
    },
    'warning 3 σ above the mean',
  ],
  [
    'a budget',
    { strategy: 'calibrated', side: 'above', warningEffect: 0.1, criticalEffect: 0.3 },
    'calibrated, above',
  ],
] as const)('a threshold by %s, in a cell', (_, threshold, expected) => {
  expect(describeThreshold(threshold, 'ratio')).toBe(expected);
});

test('chances and budgets are counted, not given as powers of ten', () => {
  expect(formatChance(0.00033)).toBe('once in 3,000 windows');
  expect(formatBudget({ budget: { alarms: 1, days: 30 } })).toBe('1 false alarm in 30 days');
  expect(formatBudget({ budget: { alarms: 0.625, days: 30 } })).toBe(
    '0.625 false alarms in 30 days',
  );
});
