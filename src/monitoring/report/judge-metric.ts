import type { Measured, Metric, Parameters } from '../../metrics/metric.ts';
import type { Sampling } from '../../metrics/sampling.ts';
import { decideVerdict } from '../threshold/decide-verdict.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { CalibratedThreshold, HistoryPoint } from '../threshold/threshold.ts';
import { coarsenSampling } from './coarse-sampling.ts';
import type { ReportMetric, Severity } from './report.ts';

export interface JudgedMetric {
  readonly metric: Metric;
  readonly parameters: Parameters;
  readonly threshold: CalibratedThreshold;
  readonly measured: Measured;
  readonly sampling: Sampling | null;
  readonly baselineValue: number | null;
  readonly history: readonly HistoryPoint[];
  /** Chance of a false alarm granted to it. */
  readonly level: number;
}

/** The number, its bounds, and what follows from them. Where the data cannot show an effect that
 *  matters, silence is called what it is. */
export function judgeMetric(judged: JudgedMetric): ReportMetric {
  const { metric, measured, threshold } = judged;
  const { n, m } = measured;
  if (measured.kind !== 'value') {
    return {
      value: null,
      bound: null,
      criticalBound: null,
      n,
      m,
      severity: measured.kind,
      reason: measured.reason,
      errorBound: null,
      calibration: null,
    };
  }
  const bounds = strategyOf(threshold).bounds(threshold, {
    descriptor: metric.descriptor,
    n,
    m,
    history: judged.history,
    seasonPhase: 0,
    budget: judged.level,
    sampling: coarsenSampling(judged.sampling, n, m),
    baselineValue: judged.baselineValue,
  });
  const verdict = decideVerdict(measured, bounds);
  const isBlind = bounds.warning === null || bounds.calibration?.blind === true;
  const isJudged = judged.sampling !== null;
  return {
    value: measured.value,
    bound: bounds.warning,
    criticalBound: bounds.critical,
    n,
    m,
    severity: isJudged ? severityOf(verdict, isBlind) : null,
    reason: null,
    errorBound: measured.errorBound ?? null,
    calibration: bounds.calibration ?? null,
  };
}

const SEVERITIES: readonly string[] = [
  'ok',
  'no_data',
  'insufficient_data',
  'warning',
  'critical',
] satisfies Severity[];

const isSeverity = (verdict: string): verdict is Severity => SEVERITIES.includes(verdict);

const severityOf = (verdict: string, isBlind: boolean): Severity =>
  isSeverity(verdict) && (verdict !== 'ok' || !isBlind) ? verdict : 'insufficient_data';

/** The gravest of several; of none, nothing is known. */
export function worstSeverity(severities: readonly Severity[]): Severity {
  if (severities.includes('critical')) return 'critical';
  if (severities.includes('warning')) return 'warning';
  if (severities.includes('ok')) return 'ok';
  return severities.includes('insufficient_data') ? 'insufficient_data' : 'no_data';
}

export const isDrift = (severity: Severity | null): boolean =>
  severity === 'warning' || severity === 'critical';
