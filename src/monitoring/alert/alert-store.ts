import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { DropReason } from '../silence/silence.ts';
import type { Alert, AlertState, AlertTransition, CheckResult, Severity } from './alert.ts';

export interface AlertFilter {
  readonly modelId?: string;
  readonly open?: boolean;
  readonly state?: AlertState;
  readonly severity?: Severity;
  /** Open ones first, of those urgent ones, then by severity; else the latest first. */
  readonly worstFirst?: boolean;
  readonly limit: number;
  /** Of the window that opened it. */
  readonly fromMs?: number | null;
  readonly toMs?: number | null;
  readonly monitorId?: string;
  readonly checkId?: string;
  readonly metric?: string;
  readonly segment?: string;
  /** Keys of columns that its check looks at. */
  readonly columns?: readonly string[];
  /** Where the page before ended. */
  readonly after?: AlertPlace | null;
}

/** Where an alert stands among others, the worst or the latest first. */
export interface AlertPlace {
  readonly rank: number;
  readonly openedWindowMs: number;
  readonly segment: string;
  readonly alertId: string;
}

/** An alert as people read it. */
export interface AlertReport extends Alert {
  readonly projectId: string;
  readonly modelId: string;
  readonly modelName: string;
  readonly monitorName: string;
  readonly withdrawn: boolean;
  readonly acknowledgedAtMs: number | null;
  readonly acknowledgedBy: string | null;
  /** The sentence of its latest transition. */
  readonly explanation: string;
  /** What was behind it when it opened or got worse; null where that is not known. */
  readonly diagnosis: Diagnosis | null;
  /** Alerts that make it urgent, or made it so while it was open. */
  readonly urgentWith: readonly string[];
  /** The result on its last bad window. */
  readonly result: CheckResult | null;
  /** People should have heard of it, and there was no channel to tell them by. */
  readonly unrouted: boolean;
}

export interface AlertStep extends AlertTransition {
  readonly explanation: string;
  readonly occurredAtMs: number;
  /** Why people were not told of what they should hear of, and by which silence. */
  readonly dropped: DropReason | null;
  readonly droppedBy: string | null;
}

/** What happened to an alert beside its verdicts. */
export interface AlertNote {
  readonly noteId: string;
  readonly kind: 'acknowledged' | 'unacknowledged' | 'silenced' | 'silence_ended';
  readonly author: string | null;
  readonly comment: string | null;
  readonly silenceId: string | null;
  readonly notify: boolean;
  readonly dropped: DropReason | null;
  readonly occurredAtMs: number;
}

/** Port: reading alerts and acknowledging them. They are written with evaluations. */
export interface AlertStore {
  /** Latest first, unless asked otherwise. */
  list(projectId: string, filter: AlertFilter): Promise<readonly AlertReport[]>;
  get(projectId: string, alertId: string): Promise<AlertReport | null>;
  /** In the order of their ids as they are given; those that are not there are left out. */
  getAll(projectId: string, alertIds: readonly string[]): Promise<readonly AlertReport[]>;
  /** Oldest first. */
  steps(alertId: string): Promise<readonly AlertStep[]>;
  /** Oldest first. */
  notes(alertId: string): Promise<readonly AlertNote[]>;
  /** Keeps through every fold until the alert is resolved. Who was first stays; what others have
   *  to say is noted. */
  acknowledge(
    projectId: string,
    alertId: string,
    by: string,
    comment: string | null,
  ): Promise<AlertReport | AcknowledgementRefusal>;
  /** Nobody looks after it any more. */
  unacknowledge(
    projectId: string,
    alertId: string,
    by: string,
    comment: string | null,
  ): Promise<AlertReport | AcknowledgementRefusal | 'not_acknowledged'>;
}

type AcknowledgementRefusal = 'not_found' | 'already_resolved';
