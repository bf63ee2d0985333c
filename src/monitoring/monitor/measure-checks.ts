import type { Metric } from '../../metrics/metric.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import type { CheckResult } from '../alert/alert.ts';
import { decideVerdict } from '../threshold/decide-verdict.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import { baselineValueOf, samplingOf } from './baseline-of-check.ts';
import { measureCheck } from './measure-check.ts';
import type { Check, Monitor } from './monitor.ts';
import { rowsResult } from './rows-check.ts';

export interface MeasureContext {
  readonly monitor: Pick<Monitor, 'checks' | 'segment' | 'noData'>;
  readonly window: WindowProfile;
  readonly baseline: WindowProfile | null;
  readonly seasonPhase: number;
  /** Earlier measurements of the same check, oldest first. */
  readonly history: (checkId: string) => readonly HistoryPoint[];
}

/** Measures and judges every check of a monitor on one window. A check that fails does so alone:
 *  its verdict is `error`, the others keep theirs. */
export function measureChecks(context: MeasureContext): CheckResult[] {
  const { monitor, window } = context;
  const results = monitor.checks.map((check) => judgeCheck(check, context));
  return monitor.noData === 'alert' ? [...results, rowsResult(window, monitor.segment)] : results;
}

/** The checks that labels can change. */
export function measureOutcomeChecks(context: MeasureContext): CheckResult[] {
  return context.monitor.checks
    .filter((check) => isOutcomeCheck(check))
    .map((check) => judgeCheck(check, context));
}

export function isOutcomeCheck(check: Pick<Check, 'metric'>): boolean {
  return findMetric(check.metric)?.subject === 'outcome';
}

function judgeCheck(check: Check, context: MeasureContext): CheckResult {
  const metric = findMetric(check.metric);
  const head = {
    checkId: check.checkId,
    metric: check.metric,
    metricVersion: metric?.descriptor.version ?? 0,
    column: check.column,
    segment: context.monitor.segment,
  };
  const nothing = { value: null, warning: null, critical: null, n: 0, m: 0 };
  if (metric === undefined) {
    return { ...head, ...nothing, verdict: 'error', reason: `No metric "${check.metric}".` };
  }
  try {
    return { ...head, ...judge(check, metric, context) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...head, ...nothing, verdict: 'error', reason };
  }
}

function judge(check: Check, metric: Metric, context: MeasureContext) {
  const { measured, gridId } = measureCheck(check, metric, context.window, context.baseline);
  const { n, m } = measured;
  const grid = gridId === undefined ? {} : { gridId };
  if (measured.kind !== 'value') {
    const { kind: verdict, reason } = measured;
    return { verdict, value: null, warning: null, critical: null, n, m, reason, ...grid };
  }
  const bounds = strategyOf(check.threshold).bounds(check.threshold, {
    descriptor: metric.descriptor,
    n,
    m,
    history: context.history(check.checkId),
    seasonPhase: context.seasonPhase,
    // Nobody has granted false alarms to constants.
    budget: 0,
    sampling: samplingOf(check, metric, context.baseline),
    baselineValue: baselineValueOf(check, metric, context.baseline),
  });
  const { warning, critical } = bounds;
  const verdict = decideVerdict(measured, bounds);
  return { verdict, value: measured.value, warning, critical, n, m, reason: null, ...grid };
}
