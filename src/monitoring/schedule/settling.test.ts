import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../alert/alert.ts';
import type { Check } from '../monitor/monitor.ts';
import type { ThresholdSpec } from '../threshold/threshold.ts';
import { holdUnsettled } from './hold-unsettled.ts';
import { finalCoverage, isSettled, type LabelState } from './settling.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const windows = (ageMs: number, ...coverages: number[]): LabelState[] =>
  coverages.map((coverage) => ({ ageMs, coverage }));

describe('the coverage that labels come to in the end', () => {
  it.each<[string, LabelState[], number | null, number | null]>([
    ['is that of windows of 30 days', windows(31 * DAY_MS, 0.7, 0.6, 0.8), 1, 0.7],
    ['is not known of windows of one age', windows(2 * HOUR_MS, 0.6, 0.6, 0.6), 1, 1],
    [
      'is known when a day brings no more than six hours did',
      [...windows(7 * HOUR_MS, 0.6, 0.6, 0.6), ...windows(2 * DAY_MS, 0.6, 0.605, 0.6)],
      1,
      0.6,
    ],
    [
      'is not known while a day still brings more than six hours did',
      [...windows(7 * HOUR_MS, 0.2, 0.2, 0.2), ...windows(2 * DAY_MS, 0.6, 0.6, 0.6)],
      0.95,
      0.95,
    ],
    ['is not none because no label has come yet', windows(2 * DAY_MS, 0, 0, 0), 1, 1],
    ['needs more than two windows of an age', windows(31 * DAY_MS, 0.1, 0.1), 1, 1],
    ['is not known without a baseline at first', [], null, null],
  ])('%s', (_, earlier, ofBaseline, expected) => {
    expect(finalCoverage(earlier, ofBaseline)).toBe(expected);
  });

  it('is not taken for none where two ages have no labels yet', () => {
    const none = [...windows(7 * HOUR_MS, 0, 0, 0), ...windows(2 * DAY_MS, 0, 0, 0)];
    expect(finalCoverage(none, 0.9)).toBe(0.9);
  });
});

describe('a window is settled', () => {
  it.each<[string, LabelState, number | null, boolean]>([
    ['with nine tenths of what is usual', { ageMs: HOUR_MS, coverage: 0.63 }, 0.7, true],
    ['not with less', { ageMs: HOUR_MS, coverage: 0.62 }, 0.7, false],
    ['with less once it is 30 days old', { ageMs: 30 * DAY_MS, coverage: 0.1 }, 0.7, true],
    ['where nothing is usual', { ageMs: 0, coverage: 0.1 }, null, true],
  ])('%s', (_, labels, usual, expected) => {
    expect(isSettled(labels, usual)).toBe(expected);
  });
});

describe('holding what is not settled', () => {
  const relative: ThresholdSpec = {
    strategy: 'relative',
    warning: 0.1,
    critical: null,
    side: 'below',
  };
  const fixed: ThresholdSpec = { strategy: 'fixed', warning: 0.1, critical: null, side: 'below' };
  const check = (checkId: string, metric: string, threshold: ThresholdSpec): Check => ({
    checkId,
    metric,
    column: 'default',
    parameters: {},
    threshold,
    weight: 1,
  });
  const result = (checkId: string, value: number | null, segment = ''): CheckResult => ({
    checkId,
    metric: 'accuracy',
    metricVersion: 1,
    column: 'default',
    segment,
    verdict: value === null ? 'no_data' : 'critical',
    value,
    warning: 0.9,
    critical: null,
    n: 500,
    m: 0,
    reason: value === null ? 'labels_pending' : null,
  });
  const checks = [
    check('compared', 'accuracy', relative),
    check('constant', 'accuracy', fixed),
    check('drift', 'population_stability_index', relative),
  ];

  it('takes back performance that is compared, in segments too, and nothing else', () => {
    const ids = ['compared', 'constant', 'drift', 'compared@a=b', 'drift@a=b'];
    const results = ids.map((id) => result(id, 0.5, id.includes('@') ? 'a=b' : ''));
    const held = holdUnsettled(results, checks).map(({ checkId, verdict, value }) => [
      checkId,
      verdict,
      value,
    ]);
    expect(held).toEqual([
      ['compared', 'insufficient_data', 0.5],
      ['constant', 'critical', 0.5],
      ['drift', 'critical', 0.5],
      ['compared@a=b', 'insufficient_data', 0.5],
      ['drift@a=b', 'critical', 0.5],
    ]);
  });

  it('leaves alone what has no number', () => {
    const pending = result('compared', null);
    expect(holdUnsettled([pending], checks)).toEqual([pending]);
  });
});
