import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, checkCells } from './cells.ts';
import { seasonPhase } from './season-phase.ts';
import type { Cadence } from './window.ts';
import { nextWindow, startOfLastWindows, windowContaining, windowsBetween } from './windows.ts';
import { zoneOffsetMs } from './zone-offset.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const hoursLong = (instant: string, cadence: Cadence, zone: string) => {
  const { startMs, endMs } = windowContaining(Date.parse(instant), cadence, zone);
  return (endMs - startMs) / HOUR_MS;
};
const span = (instant: string, cadence: Cadence, zone: string) => {
  const { startMs, endMs } = windowContaining(Date.parse(instant), cadence, zone);
  return [new Date(startMs).toISOString(), new Date(endMs).toISOString()];
};

describe('lengths of windows', () => {
  it.each([
    ['a day in UTC has 24 hours', '2001-04-01T12:00Z', '1d', 'UTC', 24],
    [
      'summer time takes an hour from 1 April 2001',
      '2001-04-01T12:00Z',
      '1d',
      'America/Chicago',
      23,
    ],
    ['winter time gives an hour back', '2001-10-28T18:00Z', '1d', 'America/Chicago', 25],
    ['Phoenix does not turn its clocks', '2001-04-01T12:00Z', '1d', 'America/Phoenix', 24],
    ['Lord Howe turns by half an hour', '2024-10-05T20:00Z', '1d', 'Australia/Lord_Howe', 23.5],
    ['a day without a midnight begins at one', '2018-11-04T12:00Z', '1d', 'America/Sao_Paulo', 23],
    ['the last day before Samoa jumped', '2011-12-30T05:00Z', '1d', 'Pacific/Apia', 24],
    ['the first day after the jump', '2011-12-30T12:00Z', '1d', 'Pacific/Apia', 24],
    ['an hour lived twice is two windows', '2001-10-28T06:30Z', '1h', 'America/Chicago', 1],
    ['Lord Howe has an hour of 90 minutes', '2024-04-06T14:45Z', '1h', 'Australia/Lord_Howe', 1.5],
    ['and an hour of 30 minutes', '2024-10-05T15:40Z', '1h', 'Australia/Lord_Howe', 0.5],
    ['five minutes are five minutes', '2001-04-01T12:03Z', '5m', 'Asia/Kathmandu', 1 / 12],
  ] as const)('%s', (_, instant, cadence, zone, hours) => {
    expect(hoursLong(instant, cadence, zone)).toBe(hours);
  });
});

describe('edges of windows', () => {
  it.each([
    [
      'an hour in Kolkata begins at half past',
      '2024-01-01T12:10Z',
      '1h',
      'Asia/Kolkata',
      ['2024-01-01T11:30:00.000Z', '2024-01-01T12:30:00.000Z'],
    ],
    [
      'a day in Kathmandu begins at a quarter past six in the evening',
      '2024-01-01T18:14Z',
      '1d',
      'Asia/Kathmandu',
      ['2023-12-31T18:15:00.000Z', '2024-01-01T18:15:00.000Z'],
    ],
    [
      'the edge belongs to the later window',
      '2024-01-01T18:15Z',
      '1d',
      'Asia/Kathmandu',
      ['2024-01-01T18:15:00.000Z', '2024-01-02T18:15:00.000Z'],
    ],
    [
      'a date that returns for an hour is not begun again',
      '2010-11-07T02:45Z',
      '1d',
      'America/St_Johns',
      ['2010-11-07T02:30:00.000Z', '2010-11-08T03:30:00.000Z'],
    ],
    [
      'and the hour after it belongs to the date that began',
      '2010-11-07T03:00Z',
      '1d',
      'America/St_Johns',
      ['2010-11-07T02:30:00.000Z', '2010-11-08T03:30:00.000Z'],
    ],
  ] as const)('%s', (_, instant, cadence, zone, expected) => {
    expect(span(instant, cadence, zone)).toEqual(expected);
  });
});

const ZONES = [
  'UTC',
  'America/Chicago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
  'Pacific/Chatham',
] as const;
const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) });

/** Slow and obvious: what the parts of a formatted date say. */
function localParts(instantMs: number, timeZone: string): { date: string; hour: string } {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instantMs);
  return { date: text.slice(0, 10), hour: text.slice(0, 13) };
}

describe('properties', () => {
  it('the offset is what Intl shows', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(instant);
        const seconds = Math.floor(instant / 1000) * 1000;
        expect(Date.parse(`${shown.replace(' ', 'T')}Z`) - seconds).toBe(
          zoneOffsetMs(instant, zone),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('windows hold their instant, and each begins where the last one ended', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...ZONES),
        fc.constantFrom<Cadence>('5m', '1h', '1d'),
        (instant, zone, cadence) => {
          const window = windowContaining(instant, cadence, zone);
          expect(window.startMs).toBeLessThanOrEqual(instant);
          expect(window.endMs).toBeGreaterThan(instant);
          expect(windowContaining(window.startMs, cadence, zone)).toEqual(window);
          expect(windowContaining(window.endMs - 1, cadence, zone)).toEqual(window);
          const next = nextWindow(window, cadence, zone);
          expect(next.startMs).toBe(window.endMs);
          expect(windowContaining(next.startMs - 1, cadence, zone)).toEqual(window);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a day is the local date, minute by minute', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...ZONES.filter((zone) => zone !== 'America/St_Johns')),
        (instant, zone) => {
          const { startMs, endMs } = windowContaining(instant, '1d', zone);
          const { date } = localParts(instant, zone);
          for (let at = startMs; at < endMs; at += 15 * MINUTE_MS) {
            expect(localParts(at, zone).date).toBe(date);
          }
          expect(localParts(startMs - 1, zone).date < date).toBe(true);
          expect(localParts(endMs, zone).date > date).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('an hour shows one local hour throughout', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const { startMs, endMs } = windowContaining(instant, '1h', zone);
        const { hour } = localParts(instant, zone);
        for (let at = startMs; at < endMs; at += 5 * MINUTE_MS) {
          expect(localParts(at, zone).hour).toBe(hour);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('windowsBetween', () => {
  it('lists whole windows only', () => {
    const windows = windowsBetween(
      Date.parse('2024-01-01T00:01Z'),
      Date.parse('2024-01-01T03:59Z'),
      '1h',
      'UTC',
    );
    expect(windows.map((one) => new Date(one.startMs).getUTCHours())).toEqual([1, 2]);
  });

  it('stops at the limit', () => {
    expect(windowsBetween(0, Date.UTC(2024, 0), '5m', 'UTC', 7)).toHaveLength(7);
  });

  it('goes back by a number of windows across a change of clocks', () => {
    const until = Date.parse('2001-04-03T05:00Z');
    const from = startOfLastWindows(3, until, '1d', 'America/Chicago');
    expect(new Date(from).toISOString()).toBe('2001-03-31T06:00:00.000Z');
    expect(windowsBetween(from, until, '1d', 'America/Chicago')).toHaveLength(3);
  });
});

describe('cells', () => {
  it.each([
    ['an hour cell suits whole-hour zones', 'America/Chicago', HOUR_MS, 'ok'],
    ['an hour cell is refused in Kolkata', 'Asia/Kolkata', HOUR_MS, 'needs_five_minute_cells'],
    [
      'and where summer time adds half an hour',
      'Australia/Lord_Howe',
      HOUR_MS,
      'needs_five_minute_cells',
    ],
    ['Singapore was at :30 long before 2000', 'Asia/Singapore', HOUR_MS, 'ok'],
    ['five minutes suit Kathmandu', 'Asia/Kathmandu', 300_000, 'ok'],
    ['a zone must exist', 'Mars/Olympus', 300_000, 'unknown_time_zone'],
  ] as const)('%s', (_, zone, cellMs, expected) => {
    expect(checkCells(zone, cellMs)).toBe(expected);
  });

  it('windows share the cells between them without rest', () => {
    const day = windowContaining(Date.parse('2001-04-01T12:00Z'), '1d', 'America/Chicago');
    expect(cellsOf(day, HOUR_MS)).toHaveLength(23);
    expect(cellsOf(day, 300_000)).toHaveLength(23 * 12);
  });
});

describe('seasonPhase', () => {
  it.each([
    ['Monday midnight is 0', '2024-01-01T00:00Z', 'UTC', 0],
    ['Sunday night is 167', '2024-01-07T23:59Z', 'UTC', 167],
    ['in local hours', '2024-01-01T00:00Z', 'America/Chicago', 162],
  ] as const)('%s', (_, instant, zone, phase) => {
    expect(seasonPhase(Date.parse(instant), zone)).toBe(phase);
  });
});
