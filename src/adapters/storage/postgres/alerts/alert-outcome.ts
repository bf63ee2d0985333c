import type { CheckResult } from '../../../../monitoring/alert/alert.ts';
import type { AlertChange } from '../../../../monitoring/alert/alert-change.ts';
import type { Transition } from '../../../../monitoring/alert/decide-transitions.ts';
import type { Match } from '../../../../monitoring/alert/match-episodes.ts';

/** One matched alert with what happened to it. */
export interface AlertOutcome extends Match {
  readonly check: AlertChange['check'];
  readonly transitions: readonly Transition[];
}

export interface ChangeOrigin {
  readonly projectId: string;
  readonly modelId: string;
  readonly monitorId: string;
  /** The window that was judged, or the last one before an alert was closed from outside. */
  readonly windowStartMs: number;
  /** 0 where no evaluation brought the change. */
  readonly revision: number;
  readonly occurredAtMs: number;
  readonly resultOf: (checkId: string) => CheckResult | null;
}
