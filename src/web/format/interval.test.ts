import { expect, test } from 'vitest';
import {
  formatInterval,
  fromLocalField,
  nominalLength,
  shiftedInterval,
  toLocalField,
} from './interval.ts';

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

test('a local day is moved by local days, also where summer time makes one of 23 hours', () => {
  const zone = 'America/Chicago';
  // The clocks went forward on 1 April 2001.
  const shortDay = [Date.parse('2001-04-01T06:00Z'), Date.parse('2001-04-02T05:00Z')] as const;
  const length = nominalLength(...shortDay, zone);
  expect(length).toBe(86_400_000);
  expect(shiftedInterval(...shortDay, length, zone)).toBe('2001-04-02T05:00Z/2001-04-03T05:00Z');
  expect(shiftedInterval(...shortDay, -length, zone)).toBe('2001-03-31T06:00Z/2001-04-01T06:00Z');
  expect(shiftedInterval(...shortDay, 7 * length, zone)).toBe(
    '2001-04-08T05:00Z/2001-04-09T05:00Z',
  );
});

test('a window of hours is moved by its own length', () => {
  const hours = [Date.parse('2001-04-01T06:00Z'), Date.parse('2001-04-01T09:00Z')] as const;
  const length = nominalLength(...hours, 'America/Chicago');
  expect(length).toBe(3 * 3_600_000);
  expect(shiftedInterval(...hours, length, 'America/Chicago')).toBe(
    '2001-04-01T09:00Z/2001-04-01T12:00Z',
  );
});
