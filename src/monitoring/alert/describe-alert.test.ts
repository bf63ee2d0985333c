import { describe, expect, it } from 'vitest';
import type { CheckResult } from './alert.ts';
import { type AlertScene, describeAlert } from './describe-alert.ts';

const DAY_MS = 86_400_000;
const day = (text: string) => {
  const startMs = Date.parse(`${text}T00:00Z`);
  return { startMs, endMs: startMs + DAY_MS };
};
const result: CheckResult = {
  checkId: 'psi',
  metric: 'population_stability_index',
  metricVersion: 1,
  column: 'feature:3',
  segment: 'origin=ATL',
  verdict: 'critical',
  value: 0.3124,
  warning: 0.1,
  critical: 0.25,
  n: 1204.4,
  m: 12_000,
  reason: null,
};
const scene = (change: Partial<AlertScene> = {}): AlertScene => ({
  transition: { kind: 'opened', reason: 'above_critical', severity: 'critical', notify: true },
  result,
  check: result,
  window: day('2001-03-14'),
  openedWindow: day('2001-03-14'),
  timeZone: 'UTC',
  featureNames: new Map([['feature:3', 'distance']]),
  nowMs: Date.parse('2001-03-15T00:10Z'),
  ...change,
});
const resolved = {
  kind: 'resolved',
  reason: 'back_within_bounds',
  severity: 'critical',
  notify: true,
} as const;

describe('describeAlert', () => {
  it.each([
    [
      'an alert that opens',
      {},
      'Population stability index of distance for origin=ATL was 0.312 on 14 Mar, above the critical bound of 0.25 (1,204 rows against 12,000 of the baseline).',
    ],
    [
      'one that goes on',
      { openedWindow: day('2001-03-12') },
      'Population stability index of distance for origin=ATL was 0.312 on 14 Mar, above the critical bound of 0.25 (1,204 rows against 12,000 of the baseline). It has been out of bounds since 12 Mar.',
    ],
    [
      'one that is over',
      {
        transition: resolved,
        result: { ...result, verdict: 'ok', value: 0.02 },
        openedWindow: day('2001-03-12'),
      },
      'Population stability index of distance for origin=ATL was 0.02 on 14 Mar, not above the bounds of 0.1 and 0.25 (1,204 rows against 12,000 of the baseline). It had been out of bounds since 12 Mar.',
    ],
    [
      'one of a number that was too low',
      {
        transition: resolved,
        result: { ...result, verdict: 'ok', value: 0.9, warning: 0.5, critical: 0.3 },
      },
      'Population stability index of distance for origin=ATL was 0.9 on 14 Mar, not below the bounds of 0.5 and 0.3 (1,204 rows against 12,000 of the baseline).',
    ],
    [
      'one that was closed from outside',
      { transition: { ...resolved, reason: 'monitor_disabled' }, result: null },
      'No longer watched (monitor disabled): Population stability index of distance for origin=ATL, out of bounds since 14 Mar.',
    ],
    [
      'one that is beyond its bound by less than three digits show',
      { result: { ...result, value: 0.25004, critical: 0.25001 } },
      'Population stability index of distance for origin=ATL was 0.25004 on 14 Mar, above the critical bound of 0.25001 (1,204 rows against 12,000 of the baseline).',
    ],
    [
      'one that hurts',
      { urgentWith: ['alt_2'] },
      'Population stability index of distance for origin=ATL was 0.312 on 14 Mar, above the critical bound of 0.25 (1,204 rows against 12,000 of the baseline). Urgent: data changed and the model got worse at the same time.',
    ],
    [
      'one that is worth a line',
      { result: { ...result, verdict: 'info', value: 0.06, info: 0.05 } },
      'Population stability index of distance for origin=ATL was 0.06 on 14 Mar, above the info bound of 0.05 (1,204 rows against 12,000 of the baseline).',
    ],
    [
      'a window that cannot tell',
      {
        transition: { ...resolved, reason: 'withdrawn_by_late_rows' },
        result: {
          ...result,
          verdict: 'insufficient_data',
          reason: 'blind',
          value: 0.08,
          critical: null,
        },
      },
      'Population stability index of distance for origin=ATL was 0.08 on 14 Mar, not above the bound of 0.1, and a critical change could go unseen, as there are so few rows (1,204 rows against 12,000 of the baseline).',
    ],
    [
      'a check that the time of day moves by itself',
      {
        transition: { ...resolved, reason: 'withdrawn_by_late_rows' },
        openedWindow: day('2001-03-12'),
        result: {
          ...result,
          verdict: 'insufficient_data',
          reason: 'blind',
          value: 0.08,
          critical: null,
          calibration: {
            level: 1e-3,
            binding: 'history',
            dispersion: 0.1,
            learntFrom: 31,
            minimumDetectable: 0.5,
            blind: true,
          },
        },
      },
      'Population stability index of distance for origin=ATL was 0.08 on 14 Mar, not above the bound of 0.1, and a critical change could go unseen, as calm windows differ so much from each other (1,204 rows against 12,000 of the baseline). It had been out of bounds since 12 Mar; smaller changes would not be seen.',
    ],
    [
      'a service that went silent',
      {
        result: {
          ...result,
          checkId: 'rows',
          metric: 'volume',
          verdict: 'no_data',
          value: 0,
          column: null,
        },
        check: { checkId: 'rows', metric: 'volume', column: null, segment: '' },
      },
      'No predictions arrived for the whole model on 14 Mar.',
    ],
  ] as const)('%s', (_, change, sentence) => {
    expect(describeAlert(scene(change))).toBe(sentence);
  });
});
