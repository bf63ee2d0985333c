import type { ModelBreakdownWire } from '../../contract/model-breakdown.ts';
import { chooseHeatSpans } from './choose-range.ts';
import { LOWER_IS_WORSE, metricsOf } from './describe-metric.ts';
import { findRange, type RangeRequest } from './find-range.ts';
import { heatMapWire } from './heat-map-wire.ts';
import type { OverviewDeps } from './read-overview.ts';
import { segmentWire } from './segment-wire.ts';
import { namesOf } from './series-wire.ts';

const MOST_SEGMENTS = 50;

/** What lies below the charts of a model. Apart from them, because finding it takes as long. */
export async function readBreakdown(
  deps: OverviewDeps,
  request: RangeRequest,
): Promise<ModelBreakdownWire | 'not_found' | 'empty_range'> {
  const found = await findRange(deps, request);
  if (typeof found === 'string') return found;
  const { model, range } = found;
  const { modelId } = model;
  const heat = chooseHeatSpans(range, model);
  const [segments, cells, labels, monitors] = await Promise.all([
    deps.measurements.segments(request.projectId, modelId, {
      window: range,
      metrics: metricsOf(['drift', 'quality', 'performance', 'service']),
      lowerIsWorse: LOWER_IS_WORSE,
      atMost: MOST_SEGMENTS,
    }),
    deps.measurements.heatMap(request.projectId, modelId, {
      window: heat.window,
      metrics: metricsOf(['drift', 'quality']),
      lowerIsWorse: LOWER_IS_WORSE,
      bucketMs: heat.bucketMs,
    }),
    deps.overview.columns(modelId),
    deps.overview.monitorNames(modelId),
  ]);
  const names = namesOf(labels, monitors);
  return {
    segments: {
      rows: segments.standings.map((one) => segmentWire(one, names)),
      count: segments.count,
    },
    heatMap: heatMapWire(cells, heat, names),
  };
}
