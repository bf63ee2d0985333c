import type { MonitorDraft } from '../monitor/monitor-store.ts';
import { LEAST_LEVEL, SEGMENTS_SHARE, shareBudget } from '../monitor/share-budget.ts';
import type { ProposedCheck } from './recommendation.ts';

/** The checks of greatest weight that a budget can be shared over, and those it cannot: each has
 *  to be granted enough in every segment to be calibrated at all. */
export function fitToBudget(
  checks: readonly ProposedCheck[],
  rule: Pick<MonitorDraft, 'cadence' | 'budget' | 'persistence'>,
  segments: number,
): { readonly kept: ProposedCheck[]; readonly dropped: ProposedCheck[] } {
  const needed = segments === 0 ? LEAST_LEVEL : (LEAST_LEVEL * segments) / SEGMENTS_SHARE;
  const ranked = checks
    .filter((check) => check.threshold.strategy === 'calibrated')
    .sort((a, b) => b.weight - a.weight);
  const granted = grantedToAll(rule);
  let weights = 0;
  let fitting = 0;
  for (const { weight } of ranked) {
    weights += weight;
    if ((granted * weight) / weights < needed) break;
    fitting += 1;
  }
  const dropped = new Set(ranked.slice(fitting));
  return { kept: checks.filter((check) => !dropped.has(check)), dropped: [...dropped] };
}

/** The level of a check that has nobody to share with. */
function grantedToAll(rule: Pick<MonitorDraft, 'cadence' | 'budget' | 'persistence'>): number {
  const only = {
    weight: 1,
    threshold: {
      strategy: 'calibrated',
      warningEffect: 0,
      criticalEffect: 0,
      side: 'above',
    },
  } as const;
  const check = { ...only, checkId: '', metric: '', column: null, parameters: {} };
  return shareBudget({ ...rule, checks: [check] }, 0)(check).whole;
}
