import type { CommitOutcome, EvaluationDraft } from '../../../monitoring/alert/evaluation-store.ts';
import type { ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import { createMessageWriter } from './message-writer.ts';
import { readEvidence } from './read-evidence.ts';
import type { Turn } from './turn.ts';

export interface CommitOptions {
  /** End of the window that is next on schedule; null for revisions. */
  readonly nextWindowEndMs: number | null;
  /** The measurements of a first revision are written already. */
  readonly isWritten: boolean;
}

/** Commits what was measured, with all that follows from it. */
export async function commitWindow(
  turn: Turn,
  monitor: ScheduledMonitor,
  draft: EvaluationDraft,
  { nextWindowEndMs, isWritten }: CommitOptions,
): Promise<CommitOutcome['kind']> {
  const { deps, model, baseline, owner } = turn;
  const evidence = await readEvidence(turn, monitor, draft);
  const committedAtMs = deps.now();
  const outcome = await deps.evaluations.commit(draft, {
    owner,
    nextWindowEndMs,
    committedAtMs,
    write: createMessageWriter({
      model,
      monitor,
      baseline,
      publicUrl: deps.publicUrl,
      nowMs: committedAtMs,
      evidence,
    }),
    // Before the commit: an evaluation without its measurements would never get them, while
    // measurements of a revision that was not committed are written over by the next attempt.
    beforeCommit: async (evaluation) => {
      if (isWritten && evaluation.revision === 1) return;
      await deps.measurements.write([evaluation], model);
    },
  });
  return outcome.kind;
}
