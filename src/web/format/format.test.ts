import { expect, test } from 'vitest';
import type { FleetModelWire } from '../../contract/fleet.ts';
import { filterModels } from './filter-models.ts';
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
