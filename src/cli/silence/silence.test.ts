import { describe, expect, it, test } from 'vitest';
import { draftOf } from '../commands/silence.ts';
import { describePreview, describeSilence } from './describe-silence.ts';
import { readDuration } from './read-duration.ts';

test.each([
  ['30m', 1_800_000],
  ['4h', 14_400_000],
  ['1d12h', 129_600_000],
  ['1w', 604_800_000],
])('%s is %i ms', (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

test.each(['', '4', 'h', '4 h', '-1h', '1.5h', '0m', '4s'])('%s is no duration', (text) => {
  expect(() => readDuration(text)).toThrow(/duration/);
});

describe('the draft of a silence', () => {
  const comment = 'a backfill';
  it('ends after a duration, from now or from its beginning', () => {
    expect(draftOf(['model=churn'], { comment, for: '1h' }, 1_000)).toEqual({
      matchers: ['model=churn'],
      comment,
      endsAt: 3_601_000,
    });
    const later = { comment, for: '1h', from: '2026-01-01T00:00:00Z', author: 'ann' };
    expect(draftOf([], later, 1_000)).toMatchObject({
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: Date.parse('2026-01-01T01:00:00Z'),
      author: 'ann',
    });
  });

  it('repeats by a pattern', () => {
    const options = { comment, until: '2030-01-01', cron: '0 2 * * *', lasting: '90m' };
    expect(draftOf([], { ...options, timeZone: 'UTC' }, 0)).toMatchObject({
      endsAt: '2030-01-01',
      repeat: { cron: '0 2 * * *', durationMinutes: 90, timeZone: 'UTC' },
    });
  });

  test.each([
    [{}, /either --for or --until/],
    [{ for: '1h', until: '2030-01-01' }, /either --for or --until/],
    [{ for: '1h', cron: '0 2 * * *' }, /belong together/],
    [{ for: '1h', from: 'tomorrow' }, /not a time/],
  ])('%j is refused', (options, message) => {
    expect(() => draftOf([], { comment, ...options }, 0)).toThrow(message);
  });
});

describe('what is printed', () => {
  const silence = {
    silenceId: 'sil_1',
    matchers: ['model="churn"'],
    state: 'active',
    startsAt: '2026-01-01T00:00:00.000Z',
    endsAt: '2026-01-02T00:00:00.000Z',
    repeat: null,
    inForceUntil: '2026-01-02T00:00:00.000Z',
    nextInForce: null,
    author: 'ann',
    comment: 'two\nlines',
    createdAt: '2026-01-01T00:00:00.000Z',
    replaces: null,
  } as const;

  it('is one line a silence', () => {
    expect(describeSilence(silence)).toBe(
      'sil_1\tactive until 2026-01-02T00:00:00.000Z\tmodel="churn"\tann\ttwo lines',
    );
    const repeat = { cron: '0 2 * * *', durationMinutes: 90, timeZone: 'UTC' };
    const pending = { ...silence, state: 'pending', inForceUntil: null, repeat } as const;
    expect(describeSilence({ ...pending, nextInForce: '2026-01-01T02:00:00.000Z' })).toContain(
      'pending, next 2026-01-01T02:00:00.000Z, 90 min from "0 2 * * *" UTC until 2026-01-02',
    );
    expect(describeSilence({ ...silence, state: 'expired' })).toContain('expired 2026-01-02');
  });

  it('counts what would be muted, and lists it', () => {
    const alert = {
      alertId: 'alt_1',
      open: true,
      openedWindow: '2026-01-01T00:00:00.000Z',
      explanation: 'It moved.',
      labels: { model: 'churn', monitor: 'daily', severity: 'warning' },
    };
    const preview = { matchers: [], openCount: 1, recentCount: 0, alerts: [alert] };
    expect(describePreview(preview).split('\n')).toEqual([
      'It would mute 1 alert that is open, and would have muted 0 alerts of the last seven days.',
      'alt_1\topen\twarning\tchurn\tdaily\tIt moved.',
    ]);
  });
});
