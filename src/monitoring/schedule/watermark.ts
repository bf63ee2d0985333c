import type { Model } from '../model/model.ts';
import type { Cadence } from '../window/window.ts';
import { CADENCE_MS } from '../window/windows.ts';

/** Event time up to which a model's rows are taken to be complete: the server's clock minus the
 *  lateness, or what a replay declared; null before it declared anything. */
export function watermarkOf(
  model: Pick<Model, 'clock' | 'watermarkMs' | 'latenessMs'>,
  nowMs: number,
): number | null {
  return model.clock === 'replay' ? model.watermarkMs : nowMs - model.latenessMs;
}

/** Windows older than this many cadences page nobody. */
const HISTORY_AFTER_CADENCES = 2;

/** Whether a window was history already when its turn came: it ended before the monitor was
 *  made, or more than two cadences ago. On a replay "ago" is counted from the advance of the
 *  watermark that closed it, so that a slow server raises the same alarms as a quick one. */
export function isHistorical(
  windowEndMs: number,
  cadence: Cadence,
  historyUntilMs: number | null,
  closedAtWatermarkMs: number,
): boolean {
  if (historyUntilMs !== null && windowEndMs <= historyUntilMs) return true;
  return closedAtWatermarkMs - windowEndMs > HISTORY_AFTER_CADENCES * CADENCE_MS[cadence];
}

/** The watermark that closed a window: the first one declared at or after its end. */
export function closingWatermark(
  windowEndMs: number,
  watermarkMs: number,
  advancesMs: readonly number[],
): number {
  const closing = advancesMs.filter((advance) => advance >= windowEndMs);
  return closing.length === 0 ? watermarkMs : Math.min(...closing);
}
