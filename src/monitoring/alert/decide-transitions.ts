import { ROWS_CHECK_ID } from '../monitor/rows-check.ts';
import type { Verdict } from '../monitor/verdict.ts';
import type { AlertTransition, CheckResult, EvaluationCause, Severity } from './alert.ts';
import { type Episode, rankOfSeverity } from './fold-alerts.ts';
import type { StoredAlert } from './match-episodes.ts';
import { isAlarming, isViolation } from './quiet.ts';

export type Transition = Pick<AlertTransition, 'kind' | 'reason' | 'severity' | 'notify'>;

/** The reason of a message about an alert that goes on when its silence is over. */
export const SILENCE_ENDED = 'silence_ended';

/** What brought the change about: an evaluation's result for the check, or nothing where the
 *  alert was closed from outside. */
export interface Occasion {
  readonly result: CheckResult | null;
  readonly cause: EvaluationCause;
  /** The window had been evaluated before. */
  readonly isRevision: boolean;
  /** An alert of the same check was over a short while ago: nobody is told of another one yet. */
  readonly coolingDown: boolean;
}

/** What happened to one alert between two folds, with named reasons. Only a bad verdict that is
 *  not quiet tells people of an alert, and only who was told is told that it is over, or that
 *  what is left of it is worth no more than a line. */
export function decideTransitions(
  before: StoredAlert | null,
  after: Episode | null,
  occasion: Occasion,
): Transition[] {
  const live = before !== null && !before.withdrawn ? before : null;
  if (after === null) return live === null ? [] : withdraw(live, occasion);
  if (live === null) return open(after, occasion);
  const wasOpen = live.state !== 'resolved';
  const isOpen = after.resolvedWindowMs === null;
  const { severity } = after;
  if (!wasOpen && isOpen) {
    const reason = `reopened_by_${occasion.cause}`;
    return [{ kind: 'opened', reason, severity, notify: pages(after, occasion) }];
  }
  if (wasOpen && !isOpen) return [{ ...resolve(after, occasion), notify: isTold(live) }];
  if (isOpen && !isTold(live) && pages(after, occasion)) {
    const reason = `still_${beyond(after, occasion)}`;
    return [{ kind: 'opened', reason, severity, notify: true }];
  }
  if (isOpen && live.severity !== severity) {
    const isWorse = rankOfSeverity(severity) > rankOfSeverity(live.severity);
    const kind = isWorse ? 'escalated' : 'de_escalated';
    const isNews = isWorse ? isLoud(occasion) : severity === 'info';
    return [{ kind, reason: beyond(after, occasion), severity, notify: isNews && isTold(live) }];
  }
  return moved(live, after)
    ? [{ kind: 'amended', reason: occasion.cause, severity, notify: false }]
    : [];
}

function open(after: Episode, occasion: Occasion): Transition[] {
  const { severity } = after;
  const opened = { kind: 'opened', reason: beyond(after, occasion), severity } as const;
  if (after.resolvedWindowMs === null) return [{ ...opened, notify: pages(after, occasion) }];
  // Found out when it was over already: for the record.
  return [
    { ...opened, notify: false },
    { ...resolve(after, occasion), notify: false },
  ];
}

function withdraw(live: StoredAlert, { cause }: Occasion): Transition[] {
  const { severity } = live;
  const reason = `withdrawn_by_${cause}`;
  if (live.state === 'resolved') return [{ kind: 'amended', reason, severity, notify: false }];
  return [{ kind: 'resolved', reason, severity, notify: isTold(live) }];
}

function resolve(after: Episode, occasion: Occasion): Omit<Transition, 'notify'> {
  const { result, cause, isRevision } = occasion;
  const { severity, closedReason } = after;
  if (closedReason !== null) return { kind: 'resolved', reason: closedReason, severity };
  if (isRevision) return { kind: 'resolved', reason: `within_bounds_by_${cause}`, severity };
  const reason = result?.checkId === ROWS_CHECK_ID ? 'rows_again' : 'back_within_bounds';
  return { kind: 'resolved', reason, severity };
}

const isTold = (alert: StoredAlert): boolean => alert.told === 'firing';

const isLoud = ({ result }: Occasion): boolean =>
  result !== null && result.quiet !== true && isAlarming(result);

/** Whether people are told of an alert that they did not hear of. */
const pages = ({ severity }: Episode, occasion: Occasion): boolean =>
  severity !== 'info' && isLoud(occasion) && !occasion.coolingDown;

const moved = (before: StoredAlert, after: Episode): boolean =>
  before.openedWindowMs !== after.openedWindowMs ||
  before.resolvedWindowMs !== after.resolvedWindowMs;

/** `above_critical`, `below_warning`, `no_rows`: which bound the result went beyond. Where several
 *  windows had to, the bound that all of them did. */
function beyond({ severity }: Episode, { result, cause }: Occasion): string {
  if (result === null || !isViolation(result)) return cause;
  if (result.checkId === ROWS_CHECK_ID) return 'no_rows';
  const name = milder(severity, result.verdict);
  const bound = result[name] ?? null;
  if (result.value === null || bound === null) return cause;
  return `${result.value > bound ? 'above' : 'below'}_${name}`;
}

function milder(severity: Severity, verdict: Verdict): Severity {
  const isMilder = verdict === 'info' || (verdict === 'warning' && severity === 'critical');
  return isMilder ? verdict : severity;
}
