import { expect, test } from 'vitest';
import { formatInterval, fromLocalField, toLocalField } from './interval.ts';

test('an interval is as short as it is exact', () => {
  expect(formatInterval(0, 3_600_000)).toBe('1970-01-01T00:00Z/1970-01-01T01:00Z');
  expect(formatInterval(0, 1_500)).toBe('1970-01-01T00:00Z/1970-01-01T00:00:01.500Z');
});

test.each([
  ['UTC', '2026-06-01T08:00', '2026-06-01T08:00Z'],
  ['America/Chicago', '2026-06-01T08:00', '2026-06-01T13:00Z'],
  ['America/Chicago', '2026-01-01T08:00', '2026-01-01T14:00Z'],
  ['Asia/Kathmandu', '2026-01-01T08:00', '2026-01-01T02:15Z'],
  ['the first hour of summer time', '2026-03-08T03:00', '2026-03-08T08:00Z', 'America/Chicago'],
])('a local field in %s', (name, field, iso, zone = name) => {
  expect(fromLocalField(field, zone)).toBe(Date.parse(iso));
  expect(toLocalField(Date.parse(iso), zone)).toBe(field);
});

test('a field without a moment means none', () => {
  expect(fromLocalField('', 'UTC')).toBeNull();
});
