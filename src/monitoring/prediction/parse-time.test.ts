import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInCalendar, parseTime } from './parse-time.ts';

describe('parseTime', () => {
  it.each([
    ['epoch milliseconds', 1_700_000_000_123, 1_700_000_000_123],
    ['fractions of a millisecond are cut off', 1.9, 1],
    ['a date is its midnight in UTC', '2024-02-29', Date.UTC(2024, 1, 29)],
    ['a time without zone is UTC', '2024-01-01T12:00:00', Date.UTC(2024, 0, 1, 12)],
    ['seconds may be left out', '2024-01-01T12:34Z', Date.UTC(2024, 0, 1, 12, 34)],
    ['a space may stand for the T', '2024-01-01 12:34:56Z', Date.UTC(2024, 0, 1, 12, 34, 56)],
    ['nanoseconds are cut', '2024-01-01T00:00:00.123999999Z', Date.UTC(2024, 0, 1, 0, 0, 0, 123)],
    ['an offset is east of UTC', '2024-01-01T05:45:00+05:45', Date.UTC(2024, 0, 1)],
    ['an offset may lack its colon', '2023-12-31T19:00:00-0500', Date.UTC(2024, 0, 1)],
    ['an offset may be hours only', '2024-01-01T01:00:00+01', Date.UTC(2024, 0, 1)],
    ['a leap second is the next minute', '2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['before 1970 is negative', '1969-12-31T23:59:59Z', -1_000],
  ])('%s', (_, value, expected) => {
    expect(parseTime(value)).toBe(expected);
  });

  it.each([
    ['prose', 'tomorrow'],
    ['a month that does not exist', '2024-13-01'],
    ['a day that does not exist', '2023-02-29'],
    ['an hour that does not exist', '2024-01-01T24:00:00Z'],
    ['a dot without a fraction', '2024-01-01T00:00:00.Z'],
    ['something after the zone', '2024-01-01T00:00:00Z '],
    ['half an offset', '2024-01-01T00:00:00+1'],
    ['a year of two digits with zeros before it', '0070-01-01T00:00:00Z'],
    ['digits alone', '1700000000000'],
    ['nothing', ''],
    ['not a number', Number.NaN],
    ['null', null],
    ['an object', {}],
  ])('refuses %s', (_, value) => {
    expect(parseTime(value)).toBeNull();
  });

  it('reads whatever toISOString writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        expect(parseTime(new Date(ms).toISOString())).toBe(ms);
      }),
    );
  });
});

describe('isInCalendar', () => {
  it.each([
    ['the present', Date.UTC(2026, 0, 1), true],
    ['the last moment of the year 9999', 253_402_300_799_999, true],
    ['the year 10000', 253_402_300_800_000, false],
    ['before the year 100', -59_011_459_200_001, false],
    ['more than dates can hold', 1e300, false],
  ])('%s', (_, timeMs, expected) => {
    expect(isInCalendar(timeMs)).toBe(expected);
  });
});
