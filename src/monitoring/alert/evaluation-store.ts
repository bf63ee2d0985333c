import type { Evidence } from '../diagnosis/diagnose.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import type { AlertTransition, Evaluation } from './alert.ts';
import type { MessageWriter } from './alert-change.ts';

export interface EvaluationDraft extends Omit<Evaluation, 'revision'> {
  readonly modelId: string;
  /** Only the results given were measured anew; the window's other checks keep theirs. */
  readonly partial: boolean;
  /** What was seen, for the words about it; not kept. */
  readonly evidence?: Evidence;
}

export interface CommitContext {
  /** Who holds the model's lease; a server that lost it writes nothing. */
  readonly owner: string;
  /** End of the window that is next on schedule; left out by revisions. */
  readonly nextWindowEndMs: number | null;
  readonly write: MessageWriter;
  /** When alerts change. Windows that are judged together are committed one after the other, and a
   *  digest that went out in between must not count the later ones among what it told. */
  readonly committedAtMs: number;
  /** Runs inside the transaction, last. If it fails, nothing happened. */
  readonly beforeCommit: (evaluation: Evaluation) => Promise<void>;
}

export type CommitOutcome =
  | {
      readonly kind: 'recorded';
      readonly evaluation: Evaluation;
      readonly transitions: readonly AlertTransition[];
    }
  /** The latest revision says the same. */
  | { readonly kind: 'unchanged' }
  /** The monitor was edited, switched off or deleted meanwhile. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'lease_lost' };

/** Port. One transaction takes a window from its results to alerts, transitions and
 *  notifications, under the monitor's row lock. */
export interface EvaluationStore {
  commit(draft: EvaluationDraft, context: CommitContext): Promise<CommitOutcome>;
  /** Moves on over a window that is not worth recording. */
  skip(
    monitorId: string,
    windowEndMs: number,
    nextWindowEndMs: number,
    owner: string,
  ): Promise<void>;
  latest(monitorId: string, windowStartMs: number): Promise<Evaluation | null>;
  hasAny(monitorId: string): Promise<boolean>;
  /** Measured values of a check before a window, oldest first. */
  history(
    monitorId: string,
    checkId: string,
    beforeMs: number,
    limit: number,
  ): Promise<readonly Omit<HistoryPoint, 'seasonPhase' | 'inBaseline'>[]>;
}
