import type {
  ModelOverviewWire,
  OverviewGrain,
  OverviewRange,
} from '../../contract/model-overview.ts';
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
import {
  chooseGrain,
  chooseHeatSpans,
  countedUntil,
  presentOf,
  rangeBefore,
} from './choose-range.ts';
import { describeMetric, LOWER_IS_WORSE, metricsOf } from './describe-metric.ts';
import { alertWire, marksWire } from './events-wire.ts';
import { fillVolume } from './fill-volume.ts';
import { healthWire, isoOf } from './health-wire.ts';
import { segmentWire } from './segment-wire.ts';
import { heatMapWire, namesOf, seriesWire } from './series-wire.ts';

export interface OverviewDeps {
  readonly fleet: FleetReadModel;
  readonly volume: VolumeReadModel;
  readonly measurements: MeasurementReadModel;
  readonly overview: OverviewReadModel;
}

export interface OverviewRequest {
  readonly projectId: string;
  readonly modelName: string;
  readonly range: OverviewRange;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly grain: OverviewGrain | undefined;
  /** One series alone. */
  readonly only?: { readonly monitorId: string; readonly checkId: string } | undefined;
  readonly nowMs: number;
}

/** A plot is about a thousand pixels wide: longer series are thinned out to this. */
const MOST_POINTS = 400;
const MOST_SERIES = 8;
const MOST_SEGMENTS = 50;

export async function readOverview(
  deps: OverviewDeps,
  request: OverviewRequest,
): Promise<ModelOverviewWire | 'not_found' | 'empty_range'> {
  const { projectId, nowMs } = request;
  const [model] = await deps.fleet.read(projectId, request.modelName);
  if (model === undefined) return 'not_found';
  const extent = await deps.volume.extent(projectId, model.modelId);
  const presentMs = presentOf(model, extent, nowMs);
  const range = rangeOf(request, model, presentMs);
  if (range.startMs >= range.endMs) return 'empty_range';

  const untilMs = countedUntil(model, presentMs);
  const known = extent && { startMs: extent.startMs, endMs: untilMs };
  const grain = chooseGrain(range, model, request.grain);
  const heat = chooseHeatSpans(range, model);
  const columnMetrics = metricsOf(['drift', 'quality']);
  const { modelId } = model;
  // What is beside one series would cost more than it does.
  const isOne = request.only !== undefined;
  const [volume, versions, series, segments, cells, alerts, changes, labels, monitors] =
    await Promise.all([
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
        groups: [columnMetrics, metricsOf(['performance']), metricsOf(['service'])],
        atMostSeries: MOST_SERIES,
        atMostPoints: MOST_POINTS,
        lowerIsWorse: LOWER_IS_WORSE,
        ...(request.only === undefined ? {} : { only: request.only }),
      }),
      isOne
        ? { standings: [], count: 0 }
        : deps.measurements.segments(projectId, modelId, {
            window: range,
            metrics: metricsOf(['drift', 'quality', 'performance', 'service']),
            lowerIsWorse: LOWER_IS_WORSE,
            atMost: MOST_SEGMENTS,
          }),
      isOne
        ? []
        : deps.measurements.heatMap(projectId, modelId, {
            window: heat.window,
            metrics: columnMetrics,
            lowerIsWorse: LOWER_IS_WORSE,
            bucketMs: heat.bucketMs,
          }),
      deps.overview.alerts(modelId, range),
      deps.overview.changes(modelId, range),
      deps.overview.columns(modelId),
      deps.overview.monitorNames(modelId),
    ]);

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
    segments: {
      rows: segments.standings.map((one) => segmentWire(one, names)),
      count: segments.count,
    },
    heatMap: heatMapWire(cells, heat, names),
    alerts: alerts.map((alert) => alertWire(alert, names)),
    marks: marksWire(changes, versions, range),
  };
}

function rangeOf(request: OverviewRequest, model: WatchedModel, presentMs: number): Window {
  const toMs = request.toMs ?? presentMs;
  if (request.fromMs !== null) return { startMs: request.fromMs, endMs: toMs };
  return rangeBefore(toMs, request.range, model.timeZone);
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
