import type { Verdict } from '../monitor/verdict.ts';

/** Worst first. Not knowing ranks above being well, so that an unknown never looks healthy. */
export const VERDICTS_BY_RANK = [
  'critical',
  'error',
  'warning',
  'no_data',
  'insufficient_data',
  'info',
  'ok',
] as const satisfies readonly Verdict[];

export function rankOf(verdict: Verdict | null): number {
  return verdict === null ? VERDICTS_BY_RANK.length : VERDICTS_BY_RANK.indexOf(verdict);
}

export function worstVerdict(verdicts: Iterable<Verdict>): Verdict | null {
  let worst: Verdict | null = null;
  for (const verdict of verdicts) if (rankOf(verdict) < rankOf(worst)) worst = verdict;
  return worst;
}

/** Whether a person should look: something is off, or could not be checked because of a fault. */
export function isFailing(verdict: Verdict | null): boolean {
  return verdict === 'critical' || verdict === 'error' || verdict === 'warning';
}
