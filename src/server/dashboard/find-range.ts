import type { OverviewRange } from '../../contract/model-overview.ts';
import type { WatchedModel } from '../../monitoring/health/watched-model.ts';
import type { FleetReadModel, VolumeReadModel } from '../../monitoring/ports.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { presentOf, rangeBefore } from './choose-range.ts';

export interface RangeRequest {
  readonly projectId: string;
  readonly modelName: string;
  readonly range: OverviewRange;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly nowMs: number;
}

export interface FoundRange {
  readonly model: WatchedModel;
  readonly range: Window;
  readonly presentMs: number;
  /** Of all that was ever logged. */
  readonly extent: Promise<Window | null>;
}

/** Which model and which part of its past a page is about. */
export async function findRange(
  deps: { readonly fleet: FleetReadModel; readonly volume: Pick<VolumeReadModel, 'extent'> },
  { projectId, modelName, range, fromMs, toMs, nowMs }: RangeRequest,
): Promise<FoundRange | 'not_found' | 'empty_range'> {
  const [model] = await deps.fleet.read(projectId, modelName);
  if (model === undefined) return 'not_found';
  const extent = deps.volume.extent(projectId, model.modelId);
  // Handled by whoever awaits it; until then it is no failure of nobody's.
  extent.catch(() => {});
  const presentMs = presentOf(model, model.clock === 'wall' ? null : await extent, nowMs);
  const endMs = toMs ?? presentMs;
  const found =
    fromMs === null ? rangeBefore(endMs, range, model.timeZone) : { startMs: fromMs, endMs };
  return found.startMs < found.endMs ? { model, range: found, presentMs, extent } : 'empty_range';
}
