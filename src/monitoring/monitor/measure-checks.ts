import type { Measured, Metric } from '../../metrics/metric.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import type { CheckResult } from '../alert/alert.ts';
import { finish, type Steps } from '../steps.ts';
import { decideVerdict } from '../threshold/decide-verdict.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { Bounds, HistoryPoint, ThresholdContext } from '../threshold/threshold.ts';
import { baselineValueOf, samplingOf } from './baseline-of-check.ts';
import { measureCheck } from './measure-check.ts';
import type { Check, Monitor } from './monitor.ts';
import { rowsResult } from './rows-check.ts';
import { segmentCheckId } from './segment-check.ts';
import { shareBudget } from './share-budget.ts';

/** What was counted about one population, and what it is compared with. */
export interface Compared {
  readonly window: WindowProfile;
  readonly baseline: WindowProfile | null;
}

export interface MeasureContext extends Compared {
  readonly monitor: MeasuredMonitor;
  readonly seasonPhase: number;
  /** Earlier measurements of the same check, oldest first; those of a segment go by the id of
   *  `segmentCheckId`. */
  readonly history: (checkId: string) => readonly HistoryPoint[];
  /** Every segment of the dimension that the monitor watches, those without rows included. */
  readonly segments?: ReadonlyMap<string, Compared>;
}

export type MeasuredMonitor = Pick<
  Monitor,
  'checks' | 'segment' | 'noData' | 'cadence' | 'budget' | 'persistence'
>;

/** Measures and judges every check of a monitor on one window, then on each of its segments. A
 *  check that fails does so alone: its verdict is `error`, the others keep theirs. */
export const measureChecks = (context: MeasureContext): CheckResult[] =>
  finish(measureChecksInSteps(context));

/** In steps, for who has other things to do meanwhile: the law of a distance takes a tenth of a
 *  second to draw where it is not known yet. */
export function* measureChecksInSteps(context: MeasureContext): Steps<CheckResult[]> {
  const { monitor, window } = context;
  const results = yield* judgeAll(context, monitor.checks);
  return monitor.noData === 'alert' ? [...results, rowsResult(window, monitor.segment)] : results;
}

/** The checks that labels can change. */
export const measureOutcomeChecks = (context: MeasureContext): CheckResult[] =>
  finish(judgeAll(context, context.monitor.checks.filter(isOutcomeCheck)));

export function isOutcomeCheck(check: Pick<Check, 'metric'>): boolean {
  return findMetric(check.metric)?.subject === 'outcome';
}

/** One check on one population, with the level that it is granted there. */
interface Subject extends Compared {
  readonly check: Check;
  readonly checkId: string;
  readonly segment: string;
  readonly level: number;
  readonly seasonPhase: number;
  readonly history: readonly HistoryPoint[];
}

function* judgeAll(context: MeasureContext, checks: readonly Check[]): Steps<CheckResult[]> {
  const { monitor, seasonPhase, history } = context;
  const segments = [...(context.segments ?? [])];
  const shareOf = shareBudget(monitor, segments.length);
  const subjectOf = (check: Check, checkId: string, segment: string, level: number) => ({
    check,
    checkId,
    segment,
    level,
    seasonPhase,
    history: history(checkId),
  });
  const whole = checks.map((check) => ({
    ...subjectOf(check, check.checkId, monitor.segment, shareOf(check).whole),
    window: context.window,
    baseline: context.baseline,
  }));
  const parts = segments.filter(isThere).flatMap(([segment, compared]) =>
    checks.map((check) => ({
      ...subjectOf(check, segmentCheckId(check.checkId, segment), segment, shareOf(check).segment),
      ...compared,
    })),
  );
  const results: CheckResult[] = [];
  for (const subject of [...whole, ...parts]) {
    results.push(yield* judgeCheck(subject));
    yield;
  }
  return results;
}

/** What is left over of a dimension whose every value has a segment of its own has never had a row:
 *  that is no lack of data. */
const isThere = ([, { window, baseline }]: readonly [string, Compared]): boolean =>
  window.rows > 0 || (baseline?.rows ?? 0) > 0;

function* judgeCheck(subject: Subject): Steps<CheckResult> {
  const { check, checkId, segment } = subject;
  const metric = findMetric(check.metric);
  const head = {
    checkId,
    metric: check.metric,
    metricVersion: metric?.descriptor.version ?? 0,
    column: check.column,
    segment,
  };
  const nothing = { value: null, warning: null, critical: null, n: 0, m: 0 };
  if (metric === undefined) {
    return { ...head, ...nothing, verdict: 'error', reason: `No metric "${check.metric}".` };
  }
  try {
    return { ...head, ...(yield* judge(subject, metric)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...head, ...nothing, verdict: 'error', reason };
  }
}

function* judge(subject: Subject, metric: Metric) {
  const { check, window, baseline } = subject;
  const { measured, gridId } = measureCheck(check, metric, window, baseline);
  const { n, m } = measured;
  const grid = gridId === undefined ? {} : { gridId };
  if (measured.kind !== 'value') {
    const { kind: verdict, reason } = measured;
    return { verdict, value: null, warning: null, critical: null, n, m, reason, ...grid };
  }
  const strategy = strategyOf(check.threshold);
  const circumstances: ThresholdContext = {
    descriptor: metric.descriptor,
    n,
    m,
    history: subject.history,
    seasonPhase: subject.seasonPhase,
    budget: subject.level,
    sampling: samplingOf(check, metric, baseline),
    baselineValue: baselineValueOf(check, metric, baseline),
  };
  const bounds =
    strategy.boundsInSteps === undefined
      ? strategy.bounds(check.threshold, circumstances)
      : yield* strategy.boundsInSteps(check.threshold, circumstances);
  const { value } = measured;
  const { info = null, warning, critical, calibration } = bounds;
  return {
    ...judgeValue(measured, bounds),
    value,
    warning,
    critical,
    n,
    m,
    ...grid,
    ...(info === null ? {} : { info }),
    ...(calibration === undefined ? {} : { calibration }),
  };
}

/** Silence of a bound that lies beyond what matters would mean nothing, so it is not called well. */
function judgeValue(measured: Measured, bounds: Bounds) {
  const verdict = decideVerdict(measured, bounds);
  const blind = verdict === 'ok' && bounds.calibration?.blind === true;
  if (blind) return { verdict: 'insufficient_data', reason: 'blind' } as const;
  return { verdict, reason: null };
}
