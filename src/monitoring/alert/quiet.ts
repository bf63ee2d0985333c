import { ROWS_CHECK_ID } from '../monitor/rows-check.ts';
import type { CheckResult, Evaluation } from './alert.ts';

type Judged = Pick<CheckResult, 'verdict' | 'checkId'>;

/** Whether the verdict is one that an alert is made of. */
export const isViolation = (result: Judged): boolean =>
  result.verdict === 'info' ||
  result.verdict === 'warning' ||
  result.verdict === 'critical' ||
  (result.verdict === 'no_data' && result.checkId === ROWS_CHECK_ID);

/** Whether people are told of it, where nothing keeps it quiet. */
export const isAlarming = (result: Judged): boolean =>
  isViolation(result) && result.verdict !== 'info';

const isJudged = (result: Judged): boolean => isViolation(result) || result.verdict === 'ok';

/** Whether a verdict is shown only, by name; null where it may page.
 *  - A window that was history when it closed pages nobody.
 *  - Late labels that revise a published verdict amend the timeline and page nobody. The first
 *    verdict of a window whose labels were pending is no revision: nothing was published.
 *  - What has paged once does not fall silent by being revised. */
export function quietReason(
  evaluation: Pick<Evaluation, 'historical' | 'cause'>,
  previous: CheckResult | undefined,
): 'historical' | 'late_labels' | null {
  if (previous !== undefined && isAlarming(previous) && previous.quiet !== true) return null;
  if (evaluation.historical) return 'historical';
  if (evaluation.cause === 'late_labels' && previous !== undefined && isJudged(previous)) {
    return 'late_labels';
  }
  return null;
}
