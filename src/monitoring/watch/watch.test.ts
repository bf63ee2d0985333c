import { describe, expect, it } from 'vitest';
import { estimateDaysLeft } from './days-left.ts';
import { describeWatch } from './describe-watch.ts';
import { findOverdue } from './explain-overdue.ts';
import type { DueMonitor } from './self-watch.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-01-10T12:00Z');
const due: DueMonitor = {
  monitorId: 'mon_1',
  monitorName: 'hourly',
  modelName: 'churn',
  cadence: '1h',
  windowEndMs: NOW - HOUR_MS,
  overdueMs: HOUR_MS,
  evaluatedUntilMs: NOW - 2 * HOUR_MS,
  failures: 0,
  notBeforeMs: null,
  lastServedMs: NOW - HOUR_MS,
  leased: false,
};

describe('days left on the disk', () => {
  const series = (hours: number, lossPerHour: number) =>
    Array.from({ length: hours + 1 }, (_, hour) => ({
      atMs: NOW + hour * HOUR_MS,
      freeBytes: 10_000 - hour * lossPerHour,
    }));

  it('are not told before six hours were seen', () => {
    expect(estimateDaysLeft([])).toEqual({ kind: 'too_early', watchedHours: 0 });
    expect(estimateDaysLeft(series(5, 10))).toEqual({ kind: 'too_early', watchedHours: 5 });
  });

  it('follow from a steady loss', () => {
    // 9,900 bytes left after ten hours of ten bytes each: 990 hours.
    expect(estimateDaysLeft(series(10, 10))).toEqual({
      kind: 'estimate',
      days: expect.closeTo(990 / 24, 9),
      watchedHours: 10,
    });
  });

  it('are not told where space comes back, or hardly goes', () => {
    expect(estimateDaysLeft(series(10, -5)).kind).toBe('not_shrinking');
    expect(estimateDaysLeft(series(10, 0.001)).kind).toBe('not_shrinking');
  });
});

describe('monitors that did not run', () => {
  const reasonOf = (change: Partial<DueMonitor>, lagMs = 0) =>
    findOverdue([{ ...due, ...change }], NOW, lagMs)[0]?.reason;

  it.each([
    ['a failing turn goes first', { failures: 3 }, 60_000, 'turns_fail'],
    ['rows that are not stored hold a window back', {}, 60_000, 'rows_on_the_way'],
    ['somebody is at it', { leased: true }, 0, 'under_way'],
    ['nobody is at it', {}, 0, 'no_turn_yet'],
    ['a young window is just work', { overdueMs: 60_000 }, 0, undefined],
    ['one that is being caught up with is just work', { lastServedMs: NOW - 1000 }, 0, undefined],
    ['a failing turn counts at once', { overdueMs: 1000, failures: 1 }, 0, 'turns_fail'],
  ])('%s', (_, change, lagMs, reason) => {
    expect(reasonOf(change, lagMs)).toBe(reason);
  });

  it('come with the longest overdue first', () => {
    const ids = findOverdue(
      [due, { ...due, monitorId: 'mon_2', overdueMs: 9 * HOUR_MS }],
      NOW,
      0,
    ).map((one) => one.monitorId);
    expect(ids).toEqual(['mon_2', 'mon_1']);
  });
});

describe('the sentence', () => {
  const well = {
    brokenParts: [],
    overdueMonitors: 0,
    failingChannels: 0,
    unroutedAlerts: 0,
    freeShare: 0.5,
    daysLeft: null,
  };

  it('says that all is well, or everything that is not', () => {
    expect(describeWatch(well)).toBe('Everything works, and every monitor has run.');
    expect(
      describeWatch({
        brokenParts: ['writer'],
        overdueMonitors: 2,
        failingChannels: 1,
        unroutedAlerts: 1,
        freeShare: 0.01,
        daysLeft: null,
      }),
    ).toBe(
      'Not ready: writer; 2 monitors did not run; one channel does not take messages; one alert went to no channel; the disk is nearly full.',
    );
    expect(describeWatch({ ...well, daysLeft: 3 })).toBe('The disk is nearly full.');
  });
});
