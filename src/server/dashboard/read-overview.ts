import type { ModelOverviewWire, OverviewGrain } from '../../contract/model-overview.ts';
import { judgeHealth } from '../../monitoring/health/judge-health.ts';
import type { WatchedModel } from '../../monitoring/health/watched-model.ts';
import type {
  FleetReadModel,
  MeasurementReadModel,
  OverviewReadModel,
  VolumeReadModel,
} from '../../monitoring/ports.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { windowContaining } from '../../monitoring/window/windows.ts';
import { chooseGrain, countedUntil } from './choose-range.ts';
import { describeMetric, LOWER_IS_WORSE, metricsOf } from './describe-metric.ts';
import { alertWire, marksWire } from './events-wire.ts';
import { fillVolume } from './fill-volume.ts';
import { findRange, type RangeRequest } from './find-range.ts';
import { healthWire, isoOf } from './health-wire.ts';
import { namesOf, seriesWire } from './series-wire.ts';

export interface OverviewDeps {
  readonly fleet: FleetReadModel;
  readonly volume: VolumeReadModel;
  readonly measurements: MeasurementReadModel;
  readonly overview: OverviewReadModel;
}

export interface OverviewRequest extends RangeRequest {
  readonly grain: OverviewGrain | undefined;
  /** One series alone. */
  readonly only?: { readonly monitorId: string; readonly checkId: string } | undefined;
}

/** A plot is about a thousand pixels wide: longer series are thinned out to this. */
const MOST_POINTS = 400;
const MOST_SERIES = 8;

export async function readOverview(
  deps: OverviewDeps,
  request: OverviewRequest,
): Promise<ModelOverviewWire | 'not_found' | 'empty_range'> {
  const { projectId, nowMs } = request;
  const found = await findRange(deps, request);
  if (typeof found === 'string') return found;
  const { model, range, presentMs } = found;
  const untilMs = countedUntil(model, presentMs);
  const grain = chooseGrain(range, model, request.grain);
  const { modelId } = model;
  const [extent, volume, versions, series, alerts, changes, labels, monitors] = await Promise.all([
    found.extent,
    deps.volume.series(
      projectId,
      modelId,
      wholeBuckets(range, grain, model, untilMs),
      grain,
      model.timeZone,
    ),
    deps.volume.versions(projectId, modelId),
    deps.measurements.series(projectId, modelId, {
      window: range,
      groups: [metricsOf(['drift', 'quality']), metricsOf(['performance']), metricsOf(['service'])],
      atMostSeries: MOST_SERIES,
      atMostPoints: MOST_POINTS,
      lowerIsWorse: LOWER_IS_WORSE,
      ...(request.only === undefined ? {} : { only: request.only }),
    }),
    deps.overview.alerts(modelId, range),
    deps.overview.changes(modelId, range),
    deps.overview.columns(modelId),
    deps.overview.monitorNames(modelId),
  ]);
  const known = extent && { startMs: extent.startMs, endMs: untilMs };
  const names = namesOf(labels, monitors);
  return {
    asOf: isoOf(nowMs),
    model: modelWire(model),
    range: { from: isoOf(range.startMs), to: isoOf(range.endMs), grain },
    health: healthWire(model, judgeHealth(model, describeMetric, nowMs), nowMs),
    volume: fillVolume(volume, range, known, grain, model.timeZone).map(
      ({ startMs, endMs, ...rows }) => ({ start: isoOf(startMs), end: isoOf(endMs), ...rows }),
    ),
    series: series.map((one) => seriesWire(one, names)),
    alerts: alerts.map((alert) => alertWire(alert, names)),
    marks: marksWire(changes, versions, range),
  };
}

/** Whole windows, so that the first and the last bar are not cut off. */
function wholeBuckets(
  range: Window,
  grain: OverviewGrain,
  model: WatchedModel,
  untilMs: number,
): Window {
  return {
    startMs: windowContaining(range.startMs, grain, model.timeZone).startMs,
    endMs: Math.min(windowContaining(range.endMs - 1, grain, model.timeZone).endMs, untilMs),
  };
}

function modelWire(model: WatchedModel) {
  return {
    modelId: model.modelId,
    name: model.name,
    timeZone: model.timeZone,
    clock: model.clock,
    watermark: model.watermarkMs === null ? null : isoOf(model.watermarkMs),
    hasBaseline: model.hasBaseline,
    monitors: model.monitors.length,
  };
}
