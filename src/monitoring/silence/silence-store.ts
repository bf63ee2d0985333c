import type { MessageWriter } from '../alert/alert-change.ts';
import type { Labels } from './matcher.ts';
import type { Silence } from './silence.ts';

export type SilenceDraft = Pick<
  Silence,
  'matchers' | 'startMs' | 'endMs' | 'repeat' | 'author' | 'comment'
>;

/** Port. A silence is never changed but for its end: what was in force when stays readable. */
export interface SilenceStore {
  create(projectId: string, draft: SilenceDraft, nowMs: number): Promise<Silence>;
  get(projectId: string, silenceId: string): Promise<Silence | null>;
  /** Latest end first; without those that were over before a moment. */
  list(projectId: string, endedAfterMs: number): Promise<readonly Silence[]>;
  /** Ends one now. */
  expire(
    projectId: string,
    silenceId: string,
    nowMs: number,
  ): Promise<Silence | 'not_found' | 'already_expired'>;
  /** Ends one and puts another in its place, at once: no message slips out between. */
  replace(
    projectId: string,
    silenceId: string,
    draft: SilenceDraft,
    nowMs: number,
  ): Promise<Silence | 'not_found' | 'already_expired'>;
}

/** An alert with what matchers ask about it. */
export interface LabelledAlert {
  readonly alertId: string;
  readonly modelId: string;
  readonly monitorId: string;
  readonly open: boolean;
  readonly openedWindowMs: number;
  readonly explanation: string;
  readonly labels: Labels;
  /** Silences that were found to mute it. */
  readonly silencedBy: readonly string[];
}

export interface MarkChange {
  readonly alertId: string;
  readonly monitorId: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Port: which open alerts are silenced, kept so that the end of a silence is noticed even by a
 *  server that was down when it came. */
export interface SilenceMarks {
  /** Projects with a silence that may be in force, or an alert that is marked. */
  projects(nowMs: number): Promise<readonly string[]>;
  /** Those that are open or had something happen to them since; latest first. */
  alerts(
    projectId: string,
    filter: { readonly sinceMs: number | null; readonly limit: number },
  ): Promise<readonly LabelledAlert[]>;
  /** The labels of some alerts, by id. */
  labelsOf(projectId: string, alertIds: readonly string[]): Promise<ReadonlyMap<string, Labels>>;
  /** Notes what changed for alerts of one monitor, and tells of those whose last silence is over:
   *  under the monitor's row lock, and only where nobody was faster. Without a writer, of a
   *  monitor that is gone, the marks change and that is all. */
  apply(changes: readonly MarkChange[], write: MessageWriter | null, nowMs: number): Promise<void>;
}
