import type { Model } from '../../monitoring/model/model.ts';
import type { MonitorStore } from '../../monitoring/ports.ts';
import type { Recommendation } from '../../monitoring/recommendation/recommendation.ts';
import type { ScheduledMonitor } from '../../monitoring/schedule/schedule.ts';

export interface MadeMonitors {
  readonly created: readonly ScheduledMonitor[];
  /** Names of those that were there already. */
  readonly kept: readonly string[];
}

export async function makeRecommended(
  monitors: Pick<MonitorStore, 'create'>,
  model: Model,
  recommendation: Recommendation,
  historyUntilMs: number | null,
): Promise<MadeMonitors> {
  const created: ScheduledMonitor[] = [];
  const kept: string[] = [];
  for (const { draft } of recommendation.monitors) {
    const made = await monitors.create(model, draft, historyUntilMs);
    if (made === 'name_taken') kept.push(draft.name);
    else created.push(made);
  }
  return { created, kept };
}
