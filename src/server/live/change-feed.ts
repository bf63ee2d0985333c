import type { Logger } from 'pino';
import { diffStates } from '../../monitoring/live/diff-states.ts';
import type { Change, ModelState, ModelStates } from '../../monitoring/live/model-state.ts';

export interface NumberedChange extends Change {
  readonly id: string;
}

interface KeptChange extends NumberedChange {
  readonly atMs: number;
}

export type Listener = (change: NumberedChange) => void;

export interface ChangeFeed {
  /** Null where there are as many listeners as may be. `missed` is what came after `lastId`, of a
   *  new listener what came while its page was being read; `resumed` is false where more than
   *  that may have come. */
  subscribe(
    projectId: string,
    lastId: string | undefined,
    listener: Listener,
  ): {
    readonly missed: readonly NumberedChange[];
    readonly resumed: boolean;
    unsubscribe(): void;
  } | null;
  lastId(): string;
  stop(): Promise<void>;
}

export interface ChangeFeedDeps {
  readonly states: ModelStates;
  readonly logger: Pick<Logger, 'warn'>;
  /** Distinguishes the ids of this process from those of one before it. */
  readonly epoch: string;
  readonly intervalMs?: number;
  readonly mostListeners?: number;
  readonly now?: () => number;
}

const INTERVAL_MS = 1_000;
const MOST_LISTENERS = 256;
/** So many changes can be caught up with; beyond that a page reads everything again. */
const MOST_KEPT = 500;
/** A page reads before it listens, and may have read what was so before a change of that time. */
const READING_MS = 10_000;

/** One question a second for all pages of all projects together, and none while nobody listens.
 *  By asking the store, changes that another server made are seen too. */
export function createChangeFeed(deps: ChangeFeedDeps): ChangeFeed {
  const { states, logger, epoch, intervalMs = INTERVAL_MS, now = Date.now } = deps;
  const mostListeners = deps.mostListeners ?? MOST_LISTENERS;
  const listeners = new Set<{ readonly projectId: string; readonly tell: Listener }>();
  const kept: KeptChange[] = [];
  let last: readonly ModelState[] | null = null;
  let sequence = 0;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let failed = false;

  const idOf = (number: number) => `${epoch}-${number}`;

  async function look(): Promise<void> {
    try {
      const next = await states.read();
      if (last !== null) for (const change of diffStates(last, next)) tell(change);
      last = next;
      failed = false;
    } catch (error) {
      // Said once: the store's own supervision says the rest.
      if (!failed) logger.warn({ err: error }, 'changes could not be read for open pages');
      failed = true;
    }
  }

  function tell(change: Change): void {
    sequence += 1;
    const numbered = { ...change, id: idOf(sequence) };
    kept.push({ ...numbered, atMs: now() });
    if (kept.length > MOST_KEPT) kept.shift();
    for (const listener of listeners) {
      if (listener.projectId === change.projectId) listener.tell(numbered);
    }
  }

  function plan(delayMs: number): void {
    timer = setTimeout(() => {
      turn = look().then(() => {
        timer = undefined;
        if (listeners.size > 0) plan(intervalMs);
      });
    }, delayMs);
    timer.unref();
  }

  /** How many of the last changes came after it; null where that is not known any more. */
  function countSince(lastId: string | undefined): number | null {
    if (lastId === undefined || !lastId.startsWith(`${epoch}-`)) return null;
    const count = sequence - Number(lastId.slice(epoch.length + 1));
    return Number.isInteger(count) && count >= 0 && count <= kept.length ? count : null;
  }

  return {
    subscribe(projectId, lastId, tellOne) {
      if (listeners.size >= mostListeners) return null;
      const listener = { projectId, tell: tellOne };
      listeners.add(listener);
      // Whoever has just opened a page waits for its answers: what changed since the last look is
      // told in a second, as ever. Without one, everything before the first look would be missed.
      if (timer === undefined) plan(last === null ? 0 : intervalMs);
      const count = countSince(lastId);
      const since = now() - READING_MS;
      const missed =
        count === null ? kept.filter((one) => one.atMs >= since) : kept.slice(kept.length - count);
      return {
        missed: missed.filter((one) => one.projectId === projectId),
        resumed: count !== null,
        unsubscribe: () => void listeners.delete(listener),
      };
    },
    lastId: () => idOf(sequence),
    async stop() {
      listeners.clear();
      clearTimeout(timer);
      await turn;
      clearTimeout(timer);
    },
  };
}
