import { describe, expect, test } from 'vitest';
import { findMetric } from '../../metrics/metrics.ts';
import type { CheckResult } from '../alert/alert.ts';
import type { Verdict } from '../monitor/verdict.ts';
import { describeFleet } from './describe-fleet.ts';
import { describeHealth } from './describe-health.ts';
import { judgeHealth } from './judge-health.ts';
import { tallyResults } from './tally-results.ts';
import type { Judgement, WatchedModel, WatchingMonitor } from './watched-model.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.UTC(2026, 5, 15, 1);
const describeMetric = (id: string) => findMetric(id)?.descriptor;

function result(metric: string, verdict: Verdict, more: Partial<CheckResult> = {}): CheckResult {
  const measured = verdict === 'ok' || verdict === 'warning' || verdict === 'critical';
  return {
    checkId: metric,
    metric,
    metricVersion: 1,
    column: null,
    segment: '',
    verdict,
    value: measured ? 0.3 : null,
    warning: 0.1,
    critical: 0.25,
    n: 1234,
    m: 5000,
    reason: measured ? null : 'no_rows',
    ...more,
  };
}

function judgement(results: CheckResult[], more: Partial<Judgement> = {}): Judgement {
  return {
    windowStartMs: NOW_MS - HOUR_MS - DAY_MS,
    windowEndMs: NOW_MS - HOUR_MS,
    labelCoverage: null,
    tallies: tallyResults(results).map((tally) => ({
      ...tally,
      metric: tally.example.metric,
      verdict: tally.example.verdict,
      columnName: tally.example.column,
    })),
    ...more,
  };
}

function watching(latest: Judgement | null, labelled: Judgement | null = null): WatchingMonitor {
  return { monitorId: 'mon_1', name: 'daily', cadence: '1d', latest, labelled };
}

function model(
  monitors: readonly WatchingMonitor[],
  more: Partial<WatchedModel> = {},
): WatchedModel {
  return {
    modelId: 'mdl_1',
    name: 'flights',
    timeZone: 'UTC',
    clock: 'wall',
    watermarkMs: null,
    latenessMs: 0,
    cellMs: 3_600_000,
    hasBaseline: true,
    monitors,
    openAlerts: { critical: 0, warning: 0 },
    silencedAlerts: 0,
    ...more,
  };
}

const PSI = 'population_stability_index';
const old = { windowStartMs: NOW_MS - 5 * DAY_MS, windowEndMs: NOW_MS - 4 * DAY_MS };
const fine = watching(judgement([result(PSI, 'ok', { value: 0.02 })]));

describe('the health of a model', () => {
  const cases: readonly [string, WatchedModel, Verdict | null, string][] = [
    ['unwatched, it is not known', model([]), null, 'No monitor watches this model yet.'],
    [
      'without baseline and monitor, it says both',
      model([], { hasBaseline: false }),
      null,
      'Not watched yet: it has neither a baseline nor a monitor.',
    ],
    [
      'before the first window, it waits',
      model([watching(null)]),
      null,
      'Waiting for the first window to close.',
    ],
    ['all checks passed, it is well', model([fine]), 'ok', '1 check passed, 14 Jun.'],
    [
      'one check failed, it is as bad as that check',
      model([watching(judgement([result(PSI, 'ok'), result('missing_ratio', 'warning')]))]),
      'warning',
      'Warning: missing values is 30 %, bound 10 %, over 1,234 predictions, 14 Jun.',
    ],
    [
      'of several failures the one furthest beyond its bound is told',
      model([
        watching(
          judgement([
            result(PSI, 'critical', { column: 'hour', value: 0.3 }),
            result(PSI, 'critical', { column: 'distance', value: 2.5, segment: 'origin=ORD' }),
            result('missing_ratio', 'warning'),
          ]),
        ),
      ]),
      'critical',
      'Critical: population stability index of distance where origin=ORD is 2.5, bound 0.25, over 1,234 predictions, 14 Jun. 2 more checks failed.',
    ],
    [
      'a check that could not be computed counts as a failure',
      model([watching(judgement([result(PSI, 'error', { reason: 'grid_changed' })]))]),
      'error',
      'Could not be measured: population stability index (grid changed), 14 Jun.',
    ],
    [
      'what is unknown is not well',
      model([watching(judgement([result(PSI, 'ok'), result('missing_ratio', 'no_data')]))]),
      'no_data',
      'No data for missing values (no rows), 14 Jun.',
    ],
    [
      'an overdue "ok" is not well',
      model([watching(judgement([result(PSI, 'ok')], old))]),
      'no_data',
      'Nothing was judged since 10 Jun, although windows were due.',
    ],
    [
      'an overdue alarm still stands',
      model([watching(judgement([result(PSI, 'critical')], old))]),
      'critical',
      'Critical: population stability index is 0.3, bound 0.25, over 1,234 predictions, 10 Jun.',
    ],
    [
      'a replay is never overdue',
      model([watching(judgement([result(PSI, 'ok')], old))], { clock: 'replay' }),
      'ok',
      '1 check passed, 10 Jun.',
    ],
    [
      'silence is critical where somebody minds',
      model([watching(judgement([result('volume', 'no_data', { checkId: 'rows', value: 0 })]))]),
      'critical',
      'Critical: no predictions arrived, 14 Jun.',
    ],
    [
      'an alert that is open needs somebody, even if the last window says nothing',
      model([watching(judgement([result(PSI, 'no_data')]))], {
        openAlerts: { critical: 1, warning: 0 },
      }),
      'critical',
      '1 alert still open. No data for population stability index (no rows), 14 Jun.',
    ],
  ];
  test.each(cases)('%s', (_, watched, worst, sentence) => {
    const health = judgeHealth(watched, describeMetric, NOW_MS);
    expect(health.worst).toBe(worst);
    expect(describeHealth(watched, health, describeMetric, NOW_MS)).toBe(sentence);
  });
});

describe('performance', () => {
  const pending = judgement([
    result(PSI, 'ok'),
    result('roc_auc', 'no_data', { reason: 'labels_pending' }),
  ]);
  const settled = judgement(
    [result(PSI, 'critical'), result('roc_auc', 'warning', { value: 0.6, warning: 0.7 })],
    { ...old, labelCoverage: 0.8 },
  );

  test('is read where labels have come, everything else where the last rows are', () => {
    const { dimensions, labelCoverage } = judgeHealth(
      model([watching(pending, settled)]),
      describeMetric,
      NOW_MS,
    );
    expect(dimensions.performance).toEqual({ verdict: 'warning', checks: 1, failing: 1 });
    expect(dimensions.drift).toEqual({ verdict: 'ok', checks: 1, failing: 0 });
    expect(dimensions.labels.verdict).toBe('ok');
    expect(labelCoverage).toBe(0.8);
  });

  test('is unknown once the last labels are older than any that are awaited', () => {
    const ancient = {
      ...settled,
      windowStartMs: NOW_MS - 41 * DAY_MS,
      windowEndMs: NOW_MS - 40 * DAY_MS,
    };
    const { dimensions } = judgeHealth(model([watching(pending, ancient)]), describeMetric, NOW_MS);
    expect(dimensions.performance.verdict).toBe('no_data');
    expect(dimensions.labels.verdict).toBe('no_data');
  });

  test('without any label, the sentence says that the rest is well', () => {
    const watched = model([watching(pending)]);
    const health = judgeHealth(watched, describeMetric, NOW_MS);
    expect(describeHealth(watched, health, describeMetric, NOW_MS)).toBe(
      'What can be checked without labels is well, 14 Jun; no labels have come yet.',
    );
  });
});

test.each([
  ['an empty project', [], 'No model is registered yet.'],
  ['all well', [model([fine]), model([fine])], 'None of 2 models need attention.'],
  ['the only one well', [model([fine])], 'None of 1 model needs attention.'],
  ['nothing known', [model([]), model([])], 'Nothing is known yet about the 2 models.'],
  [
    'some of each',
    [model([fine]), model([]), model([watching(judgement([result(PSI, 'critical')]))])],
    '1 of 3 models needs attention; 1 is not fully known.',
  ],
])('the fleet in one sentence: %s', (_, models, sentence) => {
  const healths = models.map((one) => judgeHealth(one, describeMetric, NOW_MS));
  expect(describeFleet(healths)).toBe(sentence);
});
