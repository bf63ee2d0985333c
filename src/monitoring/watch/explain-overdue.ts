import type { DueMonitor } from './self-watch.ts';

export type OverdueReason = 'turns_fail' | 'rows_on_the_way' | 'under_way' | 'no_turn_yet';

export interface OverdueMonitor extends DueMonitor {
  readonly reason: OverdueReason;
  /** For people: why, and what to do. */
  readonly sentence: string;
}

/** A turn takes seconds, and several models wait for theirs: what is younger is just work. */
const GRACE_MS = 120_000;
/** Rows that were acknowledged hold a window back until they are stored. */
const LAG_MS = 30_000;

/** Monitors that should have run and did not, the longest overdue first. On a replay nobody knows
 *  when the watermark was moved: what counts is that no server has come round to the model. */
export function findOverdue(
  due: readonly DueMonitor[],
  nowMs: number,
  ingestLagMs: number,
): OverdueMonitor[] {
  return due
    .filter((one) => isOverdue(one, nowMs))
    .map((one) => ({ ...one, ...explain(one, ingestLagMs) }))
    .sort((a, b) => b.overdueMs - a.overdueMs || (a.monitorId < b.monitorId ? -1 : 1));
}

function isOverdue(one: DueMonitor, nowMs: number): boolean {
  if (one.failures > 0) return true;
  const idleMs = one.lastServedMs === null ? one.overdueMs : nowMs - one.lastServedMs;
  // Served lately and still far behind: it is being caught up with.
  return one.overdueMs > GRACE_MS && (idleMs > GRACE_MS || one.leased);
}

function explain(
  one: DueMonitor,
  ingestLagMs: number,
): { readonly reason: OverdueReason; readonly sentence: string } {
  if (one.failures > 0) {
    const turns = one.failures === 1 ? 'The last turn' : `The last ${one.failures} turns`;
    return {
      reason: 'turns_fail',
      sentence: `${turns} on its model failed. The log of the server has the error ("a turn on a model failed"); it is tried again by itself.`,
    };
  }
  if (ingestLagMs > LAG_MS) {
    return {
      reason: 'rows_on_the_way',
      sentence: `Rows wait ${Math.round(ingestLagMs / 1000)} s to be stored, and a window is judged once its rows are there. Look at the store and its disk.`,
    };
  }
  if (one.leased) {
    return {
      reason: 'under_way',
      sentence: 'A server works on its model right now: much history, or a server under load.',
    };
  }
  return {
    reason: 'no_turn_yet',
    sentence:
      'No server has taken its model up. Servers may be busy with others: see the evaluation figures in /metrics.',
  };
}
