import type { MetricDescriptor } from '../../metrics/metric.ts';
import type { Verdict } from '../monitor/verdict.ts';
import { CADENCE_MS } from '../window/windows.ts';
import { excessOf, isSilence } from './tally-results.ts';
import type { Judgement, ResultTally, WatchedModel, WatchingMonitor } from './watched-model.ts';
import { isFailing, rankOf, worstVerdict } from './worst-verdict.ts';

export const DIMENSIONS = ['data', 'drift', 'performance', 'service', 'labels'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface DimensionHealth {
  /** Null where no check looks at this dimension. */
  readonly verdict: Verdict | null;
  readonly checks: number;
  readonly failing: number;
}

/** A tally and the window that it was taken from. */
export interface Finding {
  readonly tally: ResultTally;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
}

export interface ModelHealth {
  readonly worst: Verdict | null;
  readonly stale: boolean;
  readonly labelCoverage: number | null;
  readonly dimensions: Readonly<Record<Dimension, DimensionHealth>>;
  readonly lastWindow: { readonly startMs: number; readonly endMs: number } | null;
  readonly checks: number;
  readonly failing: number;
  readonly finding: Finding | null;
}

export type DescribeMetric = (id: string) => MetricDescriptor | undefined;

const DIMENSION_OF: Readonly<Record<MetricDescriptor['family'], Dimension>> = {
  quality: 'data',
  drift: 'drift',
  performance: 'performance',
  service: 'service',
};
/** Labels are settled up to 30 days after their window; what is older is no longer news. */
const LABELS_AWAITED_MS = 30 * 86_400_000;

interface Reading {
  readonly dimension: Dimension;
  readonly verdict: Verdict;
  readonly finding: Finding;
}

/** The health of a model by dimension, out of the last word of each of its monitors. */
export function judgeHealth(
  model: WatchedModel,
  describeMetric: DescribeMetric,
  nowMs: number,
): ModelHealth {
  const readings = model.monitors.flatMap((monitor) =>
    readMonitor(monitor, describeMetric, isOverdue(model, monitor, nowMs)),
  );
  const labels = judgeLabels(model.monitors, readings);
  const dimensions = {
    data: sumUp(readings, 'data'),
    drift: sumUp(readings, 'drift'),
    performance: sumUp(readings, 'performance'),
    service: sumUp(readings, 'service'),
    labels: labels.health,
  };
  const verdicts = DIMENSIONS.map((name) => dimensions[name].verdict).filter((v) => v !== null);
  return {
    worst: worstVerdict([...verdicts, ...openSeverities(model)]),
    stale: model.monitors.some((monitor) => isOverdue(model, monitor, nowMs)),
    labelCoverage: labels.coverage,
    dimensions,
    lastWindow: lastWindowOf(model.monitors),
    checks: readings.reduce((sum, reading) => sum + reading.finding.tally.count, 0),
    failing: readings
      .filter((reading) => isFailing(reading.verdict))
      .reduce((sum, reading) => sum + reading.finding.tally.count, 0),
    finding: [...readings].sort(byWeight)[0]?.finding ?? null,
  };
}

/** An alert stays open while windows say nothing: until then it needs somebody. */
function openSeverities({ openAlerts }: WatchedModel): Verdict[] {
  if (openAlerts.critical > 0) return ['critical'];
  return openAlerts.warning > 0 ? ['warning'] : [];
}

/** On the wall clock a window is due two cadences after its end; a replay is never late. */
function isOverdue(model: WatchedModel, monitor: WatchingMonitor, nowMs: number): boolean {
  if (model.clock === 'replay' || monitor.latest === null) return false;
  const dueMs = model.latenessMs + 2 * CADENCE_MS[monitor.cadence];
  return nowMs - monitor.latest.windowEndMs > dueMs;
}

function readMonitor(
  monitor: WatchingMonitor,
  describeMetric: DescribeMetric,
  overdue: boolean,
): Reading[] {
  const { latest } = monitor;
  if (latest === null) return [];
  const labelled = labelledInTime(monitor);
  const isPerformance = (tally: ResultTally) =>
    describeMetric(tally.metric)?.family === 'performance';
  const chosen: readonly (readonly [Judgement, ResultTally])[] = [
    ...latest.tallies
      .filter((tally) => labelled === null || !isPerformance(tally))
      .map((tally) => [latest, tally] as const),
    ...(labelled?.tallies ?? [])
      .filter(isPerformance)
      .map((tally) => [labelled ?? latest, tally] as const),
  ];
  return chosen.flatMap(([judgement, tally]) => {
    const family = describeMetric(tally.metric)?.family;
    if (family === undefined) return [];
    return {
      dimension: DIMENSION_OF[family],
      verdict: verdictNow(tally, overdue),
      finding: {
        tally,
        windowStartMs: judgement.windowStartMs,
        windowEndMs: judgement.windowEndMs,
      },
    };
  });
}

/** An old "ok" says nothing about now; an old alarm still stands. */
function verdictNow(tally: ResultTally, overdue: boolean): Verdict {
  if (isSilence(tally.example)) return 'critical';
  return overdue && tally.verdict === 'ok' ? 'no_data' : tally.verdict;
}

function labelledInTime(monitor: WatchingMonitor): Judgement | null {
  const { latest, labelled } = monitor;
  if (latest === null || labelled === null) return null;
  return latest.windowEndMs - labelled.windowEndMs > LABELS_AWAITED_MS ? null : labelled;
}

function sumUp(readings: readonly Reading[], dimension: Dimension): DimensionHealth {
  const own = readings.filter((reading) => reading.dimension === dimension);
  const count = (some: readonly Reading[]) =>
    some.reduce((sum, reading) => sum + reading.finding.tally.count, 0);
  return {
    verdict: worstVerdict(own.map((reading) => reading.verdict)),
    checks: count(own),
    failing: count(own.filter((reading) => isFailing(reading.verdict))),
  };
}

/** Labels are watched where a performance check waits for them. */
function judgeLabels(monitors: readonly WatchingMonitor[], readings: readonly Reading[]) {
  const awaiting = readings.filter((reading) => reading.dimension === 'performance');
  if (awaiting.length === 0) {
    return { health: { verdict: null, checks: 0, failing: 0 } as const, coverage: null };
  }
  const newest = monitors
    .map(labelledInTime)
    .filter((judgement) => judgement !== null)
    .sort((a, b) => b.windowEndMs - a.windowEndMs)[0];
  const verdict: Verdict = newest === undefined ? 'no_data' : 'ok';
  return {
    health: { verdict, checks: 1, failing: 0 },
    coverage: newest?.labelCoverage ?? null,
  };
}

function lastWindowOf(monitors: readonly WatchingMonitor[]) {
  const last = monitors
    .map((monitor) => monitor.latest)
    .filter((judgement) => judgement !== null)
    .sort((a, b) => b.windowEndMs - a.windowEndMs || a.windowStartMs - b.windowStartMs)[0];
  return last === undefined ? null : { startMs: last.windowStartMs, endMs: last.windowEndMs };
}

function byWeight(a: Reading, b: Reading): number {
  return (
    rankOf(a.verdict) - rankOf(b.verdict) ||
    excessOf(b.finding.tally.example) - excessOf(a.finding.tally.example)
  );
}
