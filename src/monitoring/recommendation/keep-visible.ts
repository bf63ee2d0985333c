import type { WindowProfile } from '../../metrics/profile.ts';
import { shareBudget } from '../monitor/share-budget.ts';
import type { Steps } from '../steps.ts';
import { canSee } from './can-see.ts';
import { fitToBudget } from './fit-to-budget.ts';
import type { ProposedCheck } from './recommendation.ts';
import type { MonitorRule } from './rules.ts';

export interface KeptChecks {
  readonly kept: readonly ProposedCheck[];
  /** There are too many to share the budget over. */
  readonly crowdedOut: readonly ProposedCheck[];
  /** A window has too few rows to show a critical effect, so their silence would mean nothing. */
  readonly blind: readonly ProposedCheck[];
}

/** Of the checks those that could raise an alarm. Where nobody knows how many rows a window has,
 *  all that the budget can be shared over. */
export function* keepVisible(
  checks: readonly ProposedCheck[],
  rule: MonitorRule,
  segments: number,
  baseline: WindowProfile,
  rows: number | null,
): Steps<KeptChecks> {
  const { kept: fitting, dropped } = fitToBudget(checks, rule, segments);
  const named = fitting.map((check) => ({ ...check, checkId: '' }));
  const shareOf = shareBudget({ ...rule, checks: named }, segments);
  const blind = new Set<ProposedCheck>();
  for (const check of rows === null ? [] : fitting) {
    if (rows === null || check.threshold.strategy !== 'calibrated') continue;
    if (!canSee(check, baseline, rows, shareOf(check).whole)) blind.add(check);
    yield;
  }
  return {
    kept: fitting.filter((check) => !blind.has(check)),
    crowdedOut: dropped,
    blind: [...blind],
  };
}
