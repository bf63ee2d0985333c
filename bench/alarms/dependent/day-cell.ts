import { findMetric } from '../../../src/metrics/metrics.ts';
import type { MeasuredMonitor } from '../../../src/monitoring/monitor/measure-checks.ts';
import type { Check } from '../../../src/monitoring/monitor/monitor.ts';
import { createRandom } from '../../../src/stats/random.ts';
import type { LevelResult } from '../cell/judge-cell.ts';
import { estimateOf } from '../estimate.ts';
import { columnName, drawDayProfiles } from './day-profiles.ts';
import type { DayScenario } from './day-scenario.ts';
import { isBad, watch } from './watch.ts';

export interface DayEffort {
  /** Models, each with a baseline of its own. */
  readonly models: number;
  readonly weeks: number;
}

/** Four weeks: the least that tells weekdays apart. */
export const BASELINE_DAYS = 28;

export interface DayCell {
  readonly metric: string;
  readonly scenario: DayScenario;
}

/** False alarms of one check on days that differ without drift, its bounds learnt from the windows
 *  of the baseline as the product does. */
export function judgeDayCell(
  { metric, scenario }: DayCell,
  levels: readonly number[],
  { models, weeks }: DayEffort,
  seed: number,
): { readonly levels: readonly LevelResult[] } {
  const random = createRandom(seed);
  const rates = levels.map(() => [] as number[]);
  const facts = levels.map(() => ({ binding: 'none', unbounded: true, blind: true }));
  for (let model = 0; model < models; model += 1) {
    const days = drawDayProfiles(random, scenario, 1, BASELINE_DAYS + 7 * weeks);
    levels.forEach((level, at) => {
      const watched = watch(monitorOf([checkOf(metric, 0)], level), days.slice(0, BASELINE_DAYS));
      let bad = 0;
      for (const day of days.slice(BASELINE_DAYS)) {
        const [judged] = watched.judge(day);
        if (judged === undefined) continue;
        if (isBad(judged.verdict)) bad += 1;
        const { binding, isBounded, isBlind } = judged;
        facts[at] = { binding, unbounded: !isBounded, blind: isBlind };
      }
      rates[at]?.push(bad / (7 * weeks) / level);
    });
  }
  return {
    levels: levels.map((level, at) => ({
      level,
      observed: estimateOf(rates[at] ?? []),
      badBaselines: null,
      baselines: models,
      ...(facts[at] ?? { binding: 'none', unbounded: true, blind: true }),
    })),
  };
}

/** Larger than any change: none is declared to matter whatever the days before were like. */
const NO_EFFECT_IS_CRITICAL = 3;

/** A check as a user makes it, but for the effects: no change is too small to be told, and none so
 *  large that what was learnt may not excuse it. What is left is chance. */
export function checkOf(metric: string, column: number): Check {
  const found = findMetric(metric);
  if (found === undefined) throw new Error(`No metric "${metric}".`);
  return {
    checkId: `${metric} ${column}`,
    metric,
    column: found.subject === 'column' ? columnName(column) : null,
    parameters: {},
    threshold: {
      strategy: 'calibrated',
      warningEffect: 0,
      criticalEffect: NO_EFFECT_IS_CRITICAL,
      side: found.descriptor.direction === 'lower_is_worse' ? 'below' : 'above',
    },
    weight: 1,
  };
}

/** Daily windows; a level per window is thirty times as many alarms in thirty days. */
export function monitorOf(checks: readonly Check[], level: number): MeasuredMonitor {
  return {
    checks,
    segment: '',
    noData: 'ignore',
    cadence: '1d',
    budget: { alarms: 30 * level, days: 30 },
    persistence: { violations: 1, windows: 1 },
  };
}
