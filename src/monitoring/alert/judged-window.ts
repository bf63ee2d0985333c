import type { CheckResult } from './alert.ts';
import type { JudgedWindow } from './fold-alerts.ts';

/** What one check's result says to the fold. A value within a blind bound is not called well, since
 *  the bound hides what matters; but what was beyond it is so no longer, and an alert that nothing
 *  could end would fire for ever. */
export function judgedWindow(
  windowStartMs: number,
  result: Pick<CheckResult, 'verdict' | 'reason' | 'quiet'> | undefined,
  quiet = result?.quiet === true,
): JudgedWindow {
  const within = result?.verdict === 'insufficient_data' && result.reason === 'blind';
  return { windowStartMs, verdict: within ? 'ok' : (result?.verdict ?? null), quiet };
}
