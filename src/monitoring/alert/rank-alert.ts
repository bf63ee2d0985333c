import type { Alert, Severity } from './alert.ts';

const AMONG_SEVERITIES: Readonly<Record<Severity, number>> = { critical: 1, warning: 2, info: 3 };

/** Lower is worse: open ones first, of those urgent ones, then by severity. */
export const rankAlert = (
  alert: Pick<Alert, 'state' | 'severity'> & { readonly urgentWith: readonly string[] },
): number =>
  (alert.state === 'resolved' ? 8 : 0) +
  (alert.urgentWith.length === 0 ? 4 : 0) +
  AMONG_SEVERITIES[alert.severity];
