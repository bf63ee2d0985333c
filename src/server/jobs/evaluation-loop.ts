import { randomUUID } from 'node:crypto';
import type { ClaimedModel } from '../../monitoring/schedule/schedule-store.ts';
import { createBaselineHistories } from './evaluation/baseline-histories.ts';
import { cacheBaselines } from './evaluation/cache-baselines.ts';
import { runTurn } from './evaluation/run-turn.ts';
import { openTurn } from './evaluation/turn.ts';
import {
  DEFAULT_EVALUATION_SETTINGS,
  type EvaluationSettings,
  type TurnDeps,
} from './evaluation/turn-deps.ts';
import { createLoop, type Loop } from './loop.ts';

export interface EvaluationDeps extends Omit<TurnDeps, 'settings' | 'histories'> {
  readonly settings?: Partial<EvaluationSettings>;
}

/** Every so many turns go to whoever waited longest, so that history gets done under a steady
 *  load of fresh windows. */
const FAIR_EVERY = 4;
/** A model that could not get on, say because rows are on their way, is left alone so long. */
const BLOCKED_MS = 250;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;
const FAILED_MS = 2_000;

/** Takes models in turns and evaluates them. Several servers may run it side by side. */
export function createEvaluationLoop(deps: EvaluationDeps): Loop {
  const settings = { ...DEFAULT_EVALUATION_SETTINGS, ...deps.settings };
  const profiles = cacheBaselines(deps.profiles);
  const histories = createBaselineHistories(profiles);
  const loops = Array.from({ length: settings.parallelTurns }, () =>
    createTurnLoop({ ...deps, profiles, histories, settings }, randomUUID()),
  );
  return {
    start() {
      for (const loop of loops) loop.start();
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

function createTurnLoop(deps: TurnDeps, owner: string): Loop {
  const { schedule, settings, logger, now } = deps;
  let turns = 0;
  return createLoop({
    name: 'evaluation',
    logger,
    idleMs: settings.idleMs,
    failedMs: FAILED_MS,
    async turn(signal) {
      turns += 1;
      const claimed = await schedule.claim({
        owner,
        nowMs: now(),
        leaseMs: settings.leaseMs,
        restMs: settings.restMs,
        fair: turns % FAIR_EVERY === 0,
      });
      if (claimed === null) return false;
      await serve(deps, claimed, owner, signal);
      return true;
    },
  });
}

async function serve(
  deps: TurnDeps,
  claimed: ClaimedModel,
  owner: string,
  signal: AbortSignal,
): Promise<void> {
  const { schedule, settings, logger } = deps;
  const { modelId, failures } = claimed;
  let held = true;
  const renewal = setInterval(() => {
    schedule.renew(modelId, owner, settings.leaseMs).then(
      (renewed) => {
        held = held && renewed;
      },
      // The lease lasts for a few more attempts, and every commit asks for it.
      (error: unknown) => logger.warn({ err: error, modelId }, 'a lease could not be renewed'),
    );
  }, settings.leaseMs / 4);
  let failed = true;
  let waitMs = Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS);
  try {
    const turn = await openTurn(deps, claimed, owner, () => held && !signal.aborted);
    const result = turn === null ? null : await runTurn(turn);
    failed = result?.failed ?? false;
    if (!failed) waitMs = result?.progress === true ? 0 : BLOCKED_MS;
  } catch (error) {
    logger.error({ err: error, modelId }, 'a turn on a model failed');
  } finally {
    clearInterval(renewal);
    await schedule.release(modelId, owner, { failed, waitMs });
  }
}
