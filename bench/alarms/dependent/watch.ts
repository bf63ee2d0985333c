import { mergeWindowProfiles } from '../../../src/metrics/merge-window-profiles.ts';
import { findMetric } from '../../../src/metrics/metrics.ts';
import type { WindowProfile } from '../../../src/metrics/profile.ts';
import type { CheckResult } from '../../../src/monitoring/alert/alert.ts';
import { baselineHistory } from '../../../src/monitoring/baseline/baseline-history.ts';
import { measureCheck } from '../../../src/monitoring/monitor/measure-check.ts';
import {
  type MeasuredMonitor,
  measureChecks,
} from '../../../src/monitoring/monitor/measure-checks.ts';
import type { Verdict } from '../../../src/monitoring/monitor/verdict.ts';
import { decideVerdict } from '../../../src/monitoring/threshold/decide-verdict.ts';
import type { HistoryPoint } from '../../../src/monitoring/threshold/threshold.ts';
import { seasonPhase } from '../../../src/monitoring/window/season-phase.ts';
import { DAY_MS, type DayProfile } from './day-profiles.ts';

/** A monitor with a baseline of some days, as the product has it when a model goes live. */
export interface Watch {
  readonly baseline: WindowProfile;
  readonly history: ReadonlyMap<string, readonly HistoryPoint[]>;
  /** The verdict of every check on a day, in the monitor's order. */
  judge(day: DayProfile): readonly JudgedCheck[];
}

export interface JudgedCheck {
  readonly checkId: string;
  readonly verdict: Verdict;
  readonly binding: string;
  readonly isBounded: boolean;
  readonly isBlind: boolean;
}

export function watch(monitor: MeasuredMonitor, baselineDays: readonly DayProfile[]): Watch {
  const windows = baselineDays.map(({ startMs, profile }) => ({
    window: { startMs, endMs: startMs + DAY_MS },
    profile,
  }));
  const baseline = baselineDays.map((day) => day.profile).reduce(mergeWindowProfiles);
  const { rows } = baseline;
  const history = baselineHistory(
    { rows, sourceRows: rows },
    monitor.checks,
    { windows, remainder: null },
    'UTC',
  );
  const known = new Map<string, readonly CheckResult[]>();

  /** Bounds follow from sample sizes and the day of the week, not from what the window holds: one
   *  evaluation by the product serves all days that are alike in these. */
  function evaluate(day: DayProfile): readonly CheckResult[] {
    const phase = seasonPhase(day.startMs, 'UTC');
    const key = `${phase} ${day.profile.rows}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const results = measureChecks({
      monitor,
      window: day.profile,
      baseline,
      seasonPhase: phase,
      history: (checkId) => history.get(checkId) ?? [],
    });
    known.set(key, results);
    return results;
  }

  return {
    baseline,
    history,
    judge(day) {
      const results = evaluate(day);
      return monitor.checks.map((check, index) => {
        const result = results[index];
        const metric = findMetric(check.metric);
        if (result === undefined || metric === undefined) throw new Error('A check was lost.');
        if (result.verdict === 'error') throw new Error(result.reason ?? 'A check failed.');
        const { measured } = measureCheck(check, metric, day.profile, baseline);
        const { threshold } = check;
        const side = threshold.strategy === 'calibrated' ? threshold.side : 'above';
        const { warning, critical } = result;
        const verdict =
          measured.kind === 'no_data'
            ? measured.kind
            : decideVerdict(measured, { warning, critical, side });
        return {
          checkId: check.checkId,
          verdict,
          binding: result.calibration?.binding ?? 'none',
          isBounded: warning !== null || critical !== null,
          isBlind: result.calibration?.blind ?? false,
        };
      });
    },
  };
}

export const isBad = (verdict: Verdict): boolean => verdict === 'warning' || verdict === 'critical';
