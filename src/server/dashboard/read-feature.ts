import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import { segmentsOfDimension } from '../../monitoring/baseline/segments-of-dimension.ts';
import type { ColumnSeriesReadModel } from '../../monitoring/health/column-series-read-model.ts';
import type { MeasuredSeries } from '../../monitoring/health/overview-read-model.ts';
import type { WatchedModel } from '../../monitoring/health/watched-model.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type {
  BaselineStore,
  FleetReadModel,
  ModelStore,
  OverviewReadModel,
  VolumeReadModel,
} from '../../monitoring/ports.ts';
import { type ColumnReadModel, IN_SERVICE } from '../../monitoring/profile/column-read-model.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { windowContaining } from '../../monitoring/window/windows.ts';
import { countedUntil } from './choose-range.ts';
import { compareWire, type Side } from './compare-wire.ts';
import { LOWER_IS_WORSE, metricsOf } from './describe-metric.ts';
import { findColumn } from './find-column.ts';
import { findRange, type RangeRequest } from './find-range.ts';
import { isoOf } from './health-wire.ts';
import { wholeCells } from './read-interval.ts';
import { namesOf, seriesWire } from './series-wire.ts';

export interface FeatureDeps {
  readonly fleet: FleetReadModel;
  readonly models: Pick<ModelStore, 'find'>;
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly volume: Pick<VolumeReadModel, 'extent'>;
  readonly overview: Pick<OverviewReadModel, 'columns' | 'monitorNames'>;
  readonly history: ColumnSeriesReadModel;
  readonly profiles: ColumnReadModel;
}

export interface FeatureRequest extends RangeRequest {
  readonly feature: string;
  readonly window: Window | null;
  readonly against: Window | null;
  readonly segment: string;
  readonly metric: string | undefined;
}

const MOST_POINTS = 400;
const MOST_SERIES = 12;
/** Small multiples: fewer points are enough, and more charts than this nobody compares. */
const MOST_SMALL_POINTS = 120;
const MOST_SEGMENTS = 24;

export async function readFeature(
  deps: FeatureDeps,
  request: FeatureRequest,
): Promise<FeatureOverviewWire | 'model_not_found' | 'column_not_found' | 'empty_range'> {
  const { projectId, nowMs, segment } = request;
  const [found, model] = await Promise.all([
    findRange(deps, request),
    deps.models.find(projectId, request.modelName),
  ]);
  if (found === 'not_found' || model === null) return 'model_not_found';
  const column = findColumn(model, request.feature);
  if (column === null) return 'column_not_found';
  if (found === 'empty_range') return found;
  const { model: watched, range, presentMs } = found;
  const { modelId } = model;

  const comparing: Comparing = { model, column: column.key, segment };
  const ask = { window: range, column: column.key, lowerIsWorse: LOWER_IS_WORSE };
  const [extent, { baseline, reference }, labels, monitors, series] = await Promise.all([
    found.extent,
    // Read along with the series: only which window it is compared with depends on those.
    deps.baselines.activeFor(modelId, null).then(async (active) => ({
      baseline: active,
      reference: request.against === null ? await sideOfBaseline(deps, comparing, active) : null,
    })),
    deps.overview.columns(modelId),
    deps.overview.monitorNames(modelId),
    deps.history.whole(projectId, modelId, {
      ...ask,
      metrics: metricsOf(['drift', 'quality', 'service', 'performance']),
      atMostPoints: MOST_POINTS,
      atMostSeries: MOST_SERIES,
    }),
  ]);
  const metric = request.metric ?? series[0]?.metric ?? null;
  const drift = metricsOf(['drift', 'quality']);
  const untilMs = Math.min(countedUntil(watched, presentMs), extent?.endMs ?? 0);
  const [bySegment, comparison] = await Promise.all([
    model.segmentBy.length === 0
      ? { series: [], count: 0 }
      : deps.history.bySegment(projectId, modelId, {
          ...ask,
          metrics: metric === null ? drift : [metric],
          atMostPoints: MOST_SMALL_POINTS,
          atMostSeries: MOST_SEGMENTS,
        }),
    extent === null
      ? null
      : Promise.all([
          sideOfPeriod(
            deps,
            comparing,
            baseline,
            request.window ?? lastWindow(series, segment) ?? lastDay(watched, untilMs),
            'window',
          ),
          request.against === null
            ? reference
            : sideOfPeriod(deps, comparing, baseline, request.against, 'against'),
        ]).then(([window, against]) => compareWire(column.key, window, against)),
  ]);
  const names = namesOf(labels, monitors);
  return {
    asOf: isoOf(nowMs),
    model: { name: model.name, timeZone: model.timeZone, clock: model.clock },
    column: column.key,
    name: column.name,
    kind: column.kind,
    importance: column.importance,
    segment,
    range: { from: isoOf(range.startMs), to: isoOf(range.endMs) },
    comparison,
    series: series.map((one) => seriesWire(one, names)),
    segments: {
      metric: bySegment.series[0]?.metric ?? metric,
      series: bySegment.series.map((one) => seriesWire(one, names)),
      count: bySegment.count,
    },
    choices: model.segmentBy.flatMap((dimension) =>
      segmentsOfDimension(model, baseline, dimension),
    ),
  };
}

interface Comparing {
  readonly model: Model;
  readonly column: string;
  readonly segment: string;
}

const questionOf = ({ column, segment }: Comparing) => ({
  columns: [column],
  segments: [segment],
  outcomes: false,
});

async function sideOfPeriod(
  { profiles }: FeatureDeps,
  comparing: Comparing,
  baseline: Baseline | null,
  asked: Window,
  name: string,
): Promise<Side> {
  const { model, segment } = comparing;
  const period = wholeCells(asked, model.cellMs, name);
  const question = { ...questionOf(comparing), ...IN_SERVICE };
  const found = await profiles.window(model, baseline, period, question);
  return { period, name: '', profile: profileOf(found, segment) };
}

async function sideOfBaseline(
  { profiles }: FeatureDeps,
  comparing: Comparing,
  baseline: Baseline | null,
): Promise<Side | null> {
  if (baseline === null) return null;
  const found = await profiles.baseline(comparing.model, baseline, questionOf(comparing));
  return { period: null, name: baseline.name, profile: profileOf(found, comparing.segment) };
}

function profileOf<Profile>(found: ReadonlyMap<string, Profile>, segment: string): Profile {
  const profile = found.get(segment);
  if (profile === undefined) throw new Error('No profile was read of a segment.');
  return profile;
}

/** The last window that the worst check has a value of: what one looks at first. */
function lastWindow(series: readonly MeasuredSeries[], segment: string): Window | null {
  const own = series.find((one) => one.segment === segment) ?? series[0];
  return own?.points.findLast((point) => point.value !== null)?.window ?? null;
}

function lastDay({ timeZone }: WatchedModel, untilMs: number): Window {
  return windowContaining(untilMs - 1, '1d', timeZone);
}
