import type { StoredAlert } from './match-episodes.ts';

/** Whether people were told, less than the cooldown before this window, that an alert of the
 *  same check was over. */
export function isCoolingDown(
  alerts: readonly Pick<StoredAlert, 'told' | 'resolvedWindowMs'>[],
  windowStartMs: number,
  cooldownMs: number,
): boolean {
  return alerts.some(
    ({ told, resolvedWindowMs }) =>
      told === 'resolved' &&
      resolvedWindowMs !== null &&
      windowStartMs < resolvedWindowMs + cooldownMs,
  );
}
