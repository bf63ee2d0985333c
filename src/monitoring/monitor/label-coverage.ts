import type { WindowProfile } from '../../metrics/profile.ts';
import { DEFAULT_OUTPUT } from '../prediction/prediction.ts';
import { isOutcomeCheck } from './measure-checks.ts';
import type { Monitor } from './monitor.ts';

/** Labelled share of the window's predictions over the outputs that the monitor judges; null
 *  where it judges none, or where there are no predictions. */
export function labelCoverage(
  monitor: Pick<Monitor, 'checks'>,
  window: WindowProfile,
): number | null {
  const outputs = new Set(
    monitor.checks
      .filter((check) => isOutcomeCheck(check))
      .map((check) => check.column ?? DEFAULT_OUTPUT),
  );
  if (outputs.size === 0 || window.rows === 0) return null;
  let rows = 0;
  let labelled = 0;
  for (const output of outputs) {
    const outcome = window.outcomes.get(output);
    rows += outcome?.rows ?? window.rows;
    labelled += outcome?.labelledRows ?? 0;
  }
  return rows === 0 ? null : labelled / rows;
}
