import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../metrics/metrics.ts';
import type { BinaryOutcome, OutcomeProfile } from '../../../metrics/profile.ts';
import type { Check } from '../../../monitoring/monitor/monitor.ts';
import { outcomeOf } from '../../../testing/arbitrary-profiles.ts';
import { columnsOfChecks } from './columns-of-checks.ts';

const check = (metric: string, column: string | null = null): Check => ({
  checkId: metric,
  metric,
  column,
  parameters: {},
  threshold: { strategy: 'fixed', side: 'above', warning: 1, critical: 2 },
  weight: 1,
});

const withScores: OutcomeProfile = outcomeOf(
  {
    positives: [10, 20, 30, 40],
    negatives: [40, 30, 20, 10],
    logLossSum: 60,
    squaredErrorSum: 20,
    scoredWeight: 200,
    truePositives: 80,
    falsePositives: 20,
    trueNegatives: 80,
    falseNegatives: 20,
  },
  200,
);
const withoutGrid: OutcomeProfile = {
  ...withScores,
  outcome: { ...(withScores.outcome as BinaryOutcome), positives: [], negatives: [] },
};

const ofBinary = METRICS.filter((metric) => metric.subject === 'outcome')
  .filter(({ descriptor }) => descriptor.tasks?.includes('binary'))
  .map((metric) => [metric.descriptor.id, metric] as const);

describe('what is read of a profile', () => {
  it.each(ofBinary)('is enough for %s', (id, metric) => {
    const { scores } = columnsOfChecks([check('volume'), check(id)]);
    const read = scores ? withScores : withoutGrid;
    expect(metric.measure(read, {})).toEqual(metric.measure(withScores, {}));
    expect(metric.sampling?.(read, {})).toEqual(metric.sampling?.(withScores, {}));
  });

  it.each([
    ['a column', [check('missing_ratio', 'feature:1')], { columns: ['feature:1'] }],
    ['latencies', [check('latency')], { columns: ['latency'] }],
    ['decisions', [check('accuracy')], { columns: [], outcomes: true, scores: false }],
    ['scores', [check('roc_auc')], { columns: [], outcomes: true, scores: true }],
    [
      'a column and scores',
      [check('missing_ratio', 'feature:1'), check('roc_auc')],
      { columns: ['feature:1'], outcomes: true, scores: true },
    ],
  ])('is %s alone', (_, checks, expected) => {
    expect(columnsOfChecks(checks)).toEqual({ outcomes: false, scores: false, ...expected });
  });
});
