import type { CheckResult } from '../monitoring/alert/alert.ts';
import { segmentCheckId } from '../monitoring/monitor/segment-check.ts';
import type { Verdict } from '../monitoring/monitor/verdict.ts';

const HOUR_MS = 3_600_000;
export const PSI = 'population_stability_index';

/** What is measured in the life of a model; windows are counted from 0. */
export interface MeasuredStory {
  readonly segment?: string;
  /** Every column is watched for each of these values too. */
  readonly segments?: { readonly dimension: string; readonly values: readonly string[] };
  rows?(window: number): number;
  /** Null where nothing could be measured. */
  drift?(feature: string, window: number): number | null;
  driftIn?(segment: string, feature: string, window: number): number | null;
  missing?(feature: string, window: number): number;
  /** ROC AUC; null until labels have come. */
  auc?(window: number): number | null;
}

/** What the monitor of a story says of one of its windows. */
export function resultsOf(
  story: MeasuredStory,
  features: readonly string[],
  window: number,
  lengthMs: number,
): CheckResult[] {
  return [
    ...features.flatMap((feature, at) => driftResults(story, feature, at, window)),
    ...features.flatMap((feature, at) => segmentResults(story, feature, at, window)),
    ...serviceResults(story, window, lengthMs),
    ...performanceResults(story, window),
  ];
}

export function rowsOf(story: MeasuredStory, window: number): number {
  return story.rows?.(window) ?? 1_000;
}

function driftResults(
  story: MeasuredStory,
  feature: string,
  at: number,
  window: number,
): CheckResult[] {
  const n = rowsOf(story, window);
  const shared = {
    metricVersion: 1,
    column: `feature:${at + 1}`,
    segment: story.segment ?? '',
    n,
    m: 50_000,
  };
  const psi = story.drift === undefined ? 0.02 + (at % 5) * 0.01 : story.drift(feature, window);
  const missing = story.missing?.(feature, window) ?? 0.001;
  return [
    {
      ...shared,
      checkId: `psi_${feature}`,
      metric: PSI,
      ...judged(psi, 0.1, 0.25, 'above'),
    },
    {
      ...shared,
      checkId: `missing_${feature}`,
      metric: 'missing_ratio',
      ...judged(missing, 0.05, 0.2, 'above'),
    },
  ];
}

function segmentResults(
  story: MeasuredStory,
  feature: string,
  at: number,
  window: number,
): CheckResult[] {
  const { dimension, values } = story.segments ?? { dimension: '', values: [] };
  return values.map((value, rank) => {
    const segment = `${dimension}=${value}`;
    const drift = story.driftIn?.(segment, feature, window) ?? 0.02 + ((at + rank) % 7) * 0.005;
    return {
      checkId: segmentCheckId(`psi_${feature}`, segment),
      metric: PSI,
      metricVersion: 1,
      column: `feature:${at + 1}`,
      segment,
      n: Math.round(rowsOf(story, window) / (rank + 2)),
      m: Math.round(50_000 / (rank + 2)),
      ...judged(drift, 0.1, 0.25, 'above'),
    };
  });
}

function serviceResults(story: MeasuredStory, window: number, lengthMs: number): CheckResult[] {
  const rows = rowsOf(story, window);
  const rate = rows / (lengthMs / HOUR_MS);
  const shared = { metricVersion: 1, column: null, segment: '', n: rows, m: 0 };
  return [{ ...shared, checkId: 'volume', metric: 'volume', ...judged(rate, null, 1, 'below') }];
}

function performanceResults(story: MeasuredStory, window: number): CheckResult[] {
  if (story.auc === undefined) return [];
  const value = story.auc(window);
  return [
    {
      checkId: 'auc',
      metric: 'roc_auc',
      metricVersion: 1,
      column: 'default',
      segment: '',
      n: value === null ? 0 : Math.round(rowsOf(story, window) * 0.9),
      m: 0,
      ...judged(value, 0.7, 0.65, 'below'),
      reason: value === null ? 'labels_pending' : null,
    },
  ];
}

function judged(
  value: number | null,
  warning: number | null,
  critical: number | null,
  side: 'above' | 'below',
): Pick<CheckResult, 'value' | 'warning' | 'critical' | 'verdict' | 'reason'> {
  const beyond = (bound: number | null) =>
    value !== null && bound !== null && (side === 'above' ? value >= bound : value <= bound);
  const verdict: Verdict =
    value === null ? 'no_data' : beyond(critical) ? 'critical' : beyond(warning) ? 'warning' : 'ok';
  return { value, warning, critical, verdict, reason: value === null ? 'no_rows' : null };
}
