import type { CheckResult } from '../alert/alert.ts';
import { isOutcomeCheck } from '../monitor/measure-checks.ts';
import type { Check } from '../monitor/monitor.ts';
import { segmentCheckId } from '../monitor/segment-check.ts';

/** Whether a check holds performance against other windows or the baseline. A constant compares
 *  with nothing, and may be held against whatever labels there are. */
export const comparesOutcomes = (check: Check): boolean =>
  check.threshold.strategy !== 'fixed' && isOutcomeCheck(check);

/** Takes back what was said of performance on labels that are too few or too young to be held
 *  against settled windows. The number stays. */
export function holdUnsettled(
  results: readonly CheckResult[],
  checks: readonly Check[],
): CheckResult[] {
  const held = checks.filter(comparesOutcomes).map((check) => check.checkId);
  return results.map((result) => {
    const { checkId, segment, value } = result;
    const isHeld = held.some((id) => id === checkId || segmentCheckId(id, segment) === checkId);
    if (value === null || !isHeld) return result;
    return { ...result, verdict: 'insufficient_data', reason: 'labels_settling' };
  });
}
