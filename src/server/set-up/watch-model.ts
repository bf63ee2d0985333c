import { setTimeout as sleep } from 'node:timers/promises';
import type { Model } from '../../monitoring/model/model.ts';
import type {
  AlertStore,
  BaselineStore,
  ModelStore,
  MonitorStore,
  ProfileStore,
} from '../../monitoring/ports.ts';
import { windowContaining } from '../../monitoring/window/windows.ts';
import { makeRecommended } from '../recommendation/make-recommended.ts';
import { readRecommendation } from '../recommendation/read-recommendation.ts';

export interface WatchDeps {
  readonly models: Pick<ModelStore, 'advanceWatermark'>;
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly profiles: Pick<
    ProfileStore,
    'readBaseline' | 'readBaselineWindows' | 'readBaselineWindowsOf'
  >;
  readonly monitors: Pick<MonitorStore, 'create' | 'list'>;
  readonly alerts: Pick<AlertStore, 'list'>;
  readonly isStopping: () => boolean;
}

const HOUR_MS = 3_600_000;
/** A replay is advanced by hours as long as that is not too often. */
const MOST_HOURS = 31 * 24;
/** Rows this close to the end of a day are taken to be the whole of it. */
const END_OF_DAY_MS = 2 * HOUR_MS;
const VERDICTS_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 500;

/** Makes the monitors that the baseline recommends, for what comes after `historyUntilMs`. */
export async function watchModel(
  deps: WatchDeps,
  model: Model,
  historyUntilMs: number | null,
): Promise<{ readonly created: readonly string[]; readonly passedOver: readonly string[] }> {
  const read = await readRecommendation(deps, model, null, () => !deps.isStopping());
  if (read === null) return { created: [], passedOver: [] };
  const { recommendation } = read;
  const { created } = await makeRecommended(deps.monitors, model, recommendation, historyUntilMs);
  return {
    created: created.map((one) => one.name),
    passedOver: recommendation.passedOver.map(
      ({ subject, why }) => `not watched: ${subject}. ${why}`,
    ),
  };
}

/** Plays a replay up to the end of what was sent, step by step, so that its windows close in turn
 *  and their alarms are those of the day, not history. Returns up to where. */
export async function playBack(
  { models }: Pick<WatchDeps, 'models'>,
  model: Model,
  fromMs: number,
  lastMs: number,
): Promise<number> {
  const day = windowContaining(lastMs, '1d', model.timeZone);
  const wholeDay = day.endMs - lastMs <= END_OF_DAY_MS || lastMs === day.startMs;
  const endMs = wholeDay ? day.endMs : windowContaining(lastMs, '1h', model.timeZone).endMs;
  const cadence = endMs - fromMs > MOST_HOURS * HOUR_MS ? '1d' : '1h';
  for (let atMs = fromMs; atMs < endMs; ) {
    atMs = Math.min(endMs, windowContaining(atMs, cadence, model.timeZone).endMs);
    await models.advanceWatermark(model.modelId, atMs);
  }
  return endMs;
}

/** Waits until every monitor has judged what there is to judge; for a while at most. */
export async function awaitVerdicts(
  { monitors, isStopping }: Pick<WatchDeps, 'monitors' | 'isStopping'>,
  model: Model,
  fromMs: number,
  watermarkMs: number,
  now: () => number,
): Promise<boolean> {
  const untilMs = now() + VERDICTS_WITHIN_MS;
  while (now() < untilMs && !isStopping()) {
    const waiting = (await monitors.list(model.modelId)).filter(
      ({ cadence, enabled, evaluatedUntilMs }) => {
        const dueMs = windowContaining(watermarkMs, cadence, model.timeZone).startMs;
        return enabled && dueMs > fromMs && (evaluatedUntilMs ?? 0) < dueMs;
      },
    );
    if (waiting.length === 0) return true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}
