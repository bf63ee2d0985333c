import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../monitoring/model/model.ts';
import { firstWindowStart } from '../../../monitoring/schedule/plan-turn.ts';
import type { ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import type { ClaimedModel } from '../../../monitoring/schedule/schedule-store.ts';
import { watermarkOf } from '../../../monitoring/schedule/watermark.ts';
import type { TurnDeps } from './turn-deps.ts';

/** What holds for one turn on one model. */
export interface Turn {
  readonly deps: TurnDeps;
  readonly owner: string;
  readonly model: Model;
  readonly baseline: Baseline | null;
  readonly monitors: readonly ScheduledMonitor[];
  readonly watermarkMs: number;
  readonly beganMs: number | null;
  /** The model's time: the server's, or a replay's watermark. */
  readonly clockMs: number;
  /** Cells from here on belong to windows that were not evaluated yet. */
  readonly freshFromMs: number;
  /** False once the lease is lost or the server stops. */
  isHeld(): boolean;
  /** False as well once the time of the step is up. */
  goesOn(): boolean;
}

/** What judging windows takes of a turn. Nothing in it writes, so that windows of the past can be
 *  judged once more without a trace. */
export interface TurnView extends Pick<Turn, 'model' | 'baseline' | 'clockMs'> {
  readonly deps: Pick<TurnDeps, 'histories' | 'now'> & {
    readonly profiles: Omit<TurnDeps['profiles'], 'reconcile' | 'countCells' | 'countBaseline'>;
    readonly measurements: Omit<TurnDeps['measurements'], 'write'>;
  };
}

/** No cell is that late. */
const NEVER_MS = Date.UTC(9999, 0, 1);

/** Reads what a turn needs; null where the model has nothing that could be closed. */
export async function openTurn(
  deps: TurnDeps,
  claimed: ClaimedModel,
  owner: string,
  isHeld: () => boolean,
): Promise<Turn | null> {
  const nowMs = deps.now();
  const model = await deps.models.get(claimed.modelId);
  const watermarkMs = model === null ? null : watermarkOf(model, nowMs);
  if (model === null || watermarkMs === null) return null;
  const baseline =
    claimed.baselineId === null ? null : await deps.baselines.get(claimed.baselineId);
  const monitors = (await deps.monitors.list(model.modelId)).filter((monitor) => monitor.enabled);
  const { backfillWindows } = deps.settings;
  const beganMs = model.clock === 'replay' ? await deps.schedule.firstAdvance(model.modelId) : null;
  const starts = monitors.map(
    (monitor) =>
      monitor.evaluatedUntilMs ??
      firstWindowStart(monitor, { watermarkMs, beganMs, backfillWindows, model }),
  );
  return {
    deps,
    owner,
    model,
    baseline,
    monitors,
    watermarkMs,
    beganMs,
    clockMs: model.clock === 'replay' ? watermarkMs : nowMs,
    freshFromMs: Math.min(NEVER_MS, ...starts),
    isHeld,
    goesOn: isHeld,
  };
}

const STEPS = 3;

/** The turn with time of its own for its next step: however many cells wait to be counted,
 *  windows that closed are evaluated meanwhile, and late labels heard. */
export function nextStep(turn: Turn): Turn {
  const { deps, isHeld } = turn;
  const untilMs = deps.now() + deps.settings.turnMs / STEPS;
  return { ...turn, goesOn: () => isHeld() && deps.now() < untilMs };
}

export function logFailure(turn: Turn, monitor: ScheduledMonitor, error: unknown): void {
  const { monitorId, modelId } = monitor;
  turn.deps.logger.error({ err: error, modelId, monitorId }, 'an evaluation failed');
}
