import { describe, expect, it, test } from 'vitest';
import { createCronCalendar, faultOfCron } from '../../adapters/silence/cron-calendar.ts';
import { inForceUntilMs, mutesInForce, nextInForceMs, silenceState } from './silence-state.ts';

const calendar = createCronCalendar();
const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16));

const once = { startMs: at('2026-03-01T10:00Z'), endMs: at('2026-03-01T12:00Z'), repeat: null };
const every = (cron: string, hours: number, timeZone = 'Europe/Berlin') => ({
  startMs: at('2026-01-01T00:00Z'),
  endMs: at('2027-01-01T00:00Z'),
  repeat: { cron, durationMs: hours * 3_600_000, timeZone },
});

describe('a silence', () => {
  test.each([
    ['2026-03-01T09:59:59.999Z', 'pending', null, '2026-03-01T10:00'],
    ['2026-03-01T10:00:00.000Z', 'active', '2026-03-01T12:00', null],
    ['2026-03-01T11:59:59.999Z', 'active', '2026-03-01T12:00', null],
    ['2026-03-01T12:00:00.000Z', 'expired', null, null],
  ])('at %s is %s', (now, state, until, next) => {
    expect(silenceState(once, at(now), calendar)).toBe(state);
    expect(iso(inForceUntilMs(once, at(now), calendar))).toBe(until);
    expect(iso(nextInForceMs(once, at(now), calendar))).toBe(next);
  });
});

describe('a maintenance window', () => {
  const sunday = every('0 2 * * SUN', 3);

  test.each([
    // Sunday 1 March: 02:00 in Berlin is 01:00 UTC.
    ['2026-03-01T00:59:59.999Z', null],
    ['2026-03-01T01:00:00.000Z', '2026-03-01T04:00'],
    ['2026-03-01T03:59:59.999Z', '2026-03-01T04:00'],
    ['2026-03-01T04:00:00.000Z', null],
    // Sunday 29 March: the clock jumps from 02:00 to 03:00, which is 01:00 UTC all the same.
    ['2026-03-29T00:59:59.999Z', null],
    ['2026-03-29T01:00:00.000Z', '2026-03-29T04:00'],
    // In summer 02:00 is 00:00 UTC.
    ['2026-04-05T00:00:00.000Z', '2026-04-05T03:00'],
    ['2026-04-05T03:00:00.000Z', null],
    // Sunday 25 October: 02:00 comes twice, and counts the first time.
    ['2026-10-25T00:00:00.000Z', '2026-10-25T03:00'],
    ['2026-10-25T03:00:00.000Z', null],
    ['2026-11-01T00:59:59.000Z', null],
    ['2026-11-01T01:00:00.000Z', '2026-11-01T04:00'],
    ['2026-03-02T02:00:00.000Z', null],
  ])('at %s is in force until %s', (now, until) => {
    expect(iso(inForceUntilMs(sunday, at(now), calendar))).toBe(until);
  });

  it('is pending between two occurrences, and says when the next one is', () => {
    const monday = at('2026-03-02T12:00Z');
    expect(silenceState(sunday, monday, calendar)).toBe('pending');
    expect(iso(nextInForceMs(sunday, monday, calendar))).toBe('2026-03-08T01:00');
    const last = at('2026-12-28T12:00Z');
    expect(nextInForceMs(sunday, last, calendar)).toBeNull();
    expect(silenceState(sunday, sunday.endMs, calendar)).toBe('expired');
  });

  it('is cut off by its end, and may begin in the middle of an occurrence', () => {
    const cut = { ...sunday, startMs: at('2026-03-01T02:00Z'), endMs: at('2026-03-01T03:00Z') };
    expect(inForceUntilMs(cut, at('2026-03-01T01:30Z'), calendar)).toBeNull();
    expect(iso(nextInForceMs(cut, at('2026-03-01T01:30Z'), calendar))).toBe('2026-03-01T02:00');
    expect(iso(inForceUntilMs(cut, at('2026-03-01T02:30Z'), calendar))).toBe('2026-03-01T03:00');
  });

  it('may last longer than the time to its next beginning', () => {
    const always = every('0 * * * *', 2, 'UTC');
    for (const now of ['2026-03-01T01:30Z', '2026-03-01T02:00Z', '2026-03-01T02:59Z']) {
      expect(inForceUntilMs(always, at(now), calendar)).not.toBeNull();
    }
  });
});

describe('silences in force', () => {
  it('come with their reason, the one that lasts longest first', () => {
    const named = (silenceId: string, times: typeof once | ReturnType<typeof every>) => ({
      silenceId,
      projectId: 'p',
      matchers: [],
      author: 'ann',
      comment: 'c',
      createdAtMs: 0,
      replaces: null,
      ...times,
    });
    const mutes = mutesInForce(
      [
        named('over', { ...once, endMs: once.startMs + 1 }),
        named('one', once),
        named('window', every('0 10 * * *', 4, 'UTC')),
      ],
      at('2026-03-01T11:00Z'),
      calendar,
    );
    expect(mutes.map((mute) => [mute.silence.silenceId, mute.reason, iso(mute.untilMs)])).toEqual([
      ['window', 'maintenance', '2026-03-01T14:00'],
      ['one', 'silenced', '2026-03-01T12:00'],
    ]);
  });
});

test.each([
  ['0 2 * * SUN', null],
  ['0 2 * * 0', null],
  ['*/15 * * * *', null],
  ['', /cannot be read/],
  ['61 * * * *', /cannot be read/],
  ['* * * *', /cannot be read/],
  ['* * * * * *', /cannot be read/],
  ['30 2 31 2 *', /never happens/],
])('the pattern %s has the fault %s', (cron, fault) => {
  const found = faultOfCron(cron, 'UTC', at('2026-03-01T00:00Z'));
  if (fault === null) expect(found).toBeNull();
  else expect(found).toMatch(fault);
});
