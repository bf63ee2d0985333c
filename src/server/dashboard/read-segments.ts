import type { OverviewRange } from '../../contract/model-overview.ts';
import type { SegmentRowWire, SegmentsOverviewWire } from '../../contract/segments-overview.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import { segmentsOfDimension } from '../../monitoring/baseline/segments-of-dimension.ts';
import { partsOfSegments } from '../../monitoring/diagnosis/rank-segments.ts';
import type { SegmentStanding } from '../../monitoring/health/overview-read-model.ts';
import { rankOf } from '../../monitoring/health/worst-verdict.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Compared } from '../../monitoring/monitor/measure-checks.ts';
import type { MeasurementReadModel } from '../../monitoring/ports.ts';
import { IN_SERVICE } from '../../monitoring/profile/column-read-model.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { windowContaining } from '../../monitoring/window/windows.ts';
import { countedUntil } from './choose-range.ts';
import { LOWER_IS_WORSE, metricsOf } from './describe-metric.ts';
import { findColumn } from './find-column.ts';
import { findRange } from './find-range.ts';
import { isoOf } from './health-wire.ts';
import type { FeatureDeps } from './read-feature.ts';
import { wholeCells } from './read-interval.ts';
import { findingWire } from './segment-wire.ts';
import { namesOf } from './series-wire.ts';

export type SegmentsDeps = Omit<FeatureDeps, 'history'> & {
  readonly measurements: Pick<MeasurementReadModel, 'segments'>;
};

export interface SegmentsRequest {
  readonly projectId: string;
  readonly modelName: string;
  readonly range: OverviewRange;
  readonly window: Window | null;
  readonly feature: string | undefined;
  readonly nowMs: number;
}

/** A dimension has up to a hundred values with a segment of their own. */
const MOST_SEGMENTS = 400;

export async function readSegments(
  deps: SegmentsDeps,
  request: SegmentsRequest,
): Promise<SegmentsOverviewWire | 'model_not_found' | 'column_not_found'> {
  const { projectId, nowMs } = request;
  const [found, model] = await Promise.all([
    findRange(deps, { ...request, fromMs: null, toMs: null }),
    deps.models.find(projectId, request.modelName),
  ]);
  if (typeof found === 'string' || model === null) return 'model_not_found';
  const { modelId } = model;
  const { model: watched, range, presentMs } = found;
  const standingsOf = (metrics: readonly string[]) =>
    deps.measurements.segments(projectId, modelId, {
      window: range,
      metrics,
      lowerIsWorse: LOWER_IS_WORSE,
      atMost: MOST_SEGMENTS,
    });
  const [extent, drift, performance, baseline, labels, monitors] = await Promise.all([
    found.extent,
    standingsOf(metricsOf(['drift', 'quality'])),
    standingsOf(metricsOf(['performance', 'service'])),
    deps.baselines.activeFor(modelId, null),
    deps.overview.columns(modelId),
    deps.overview.monitorNames(modelId),
  ]);
  const names = namesOf(labels, monitors);
  const worst = drift.standings[0]?.worst;
  const wanted = request.feature ?? (worst && (names.features.get(worst.column) ?? worst.column));
  const column = wanted === undefined ? null : findColumn(model, wanted);
  if (column === null && request.feature !== undefined) return 'column_not_found';
  const untilMs = Math.min(countedUntil(watched, presentMs), extent?.endMs ?? 0);
  const asked =
    request.window ?? worst?.window ?? windowContaining(untilMs - 1, '1d', model.timeZone);
  const window = extent === null ? null : wholeCells(asked, model.cellMs, 'window');
  const counted =
    window === null ? null : await count(deps, model, baseline, window, column?.key ?? null);
  const rows = rowsOf(model, counted, {
    drift: bySegment(drift.standings),
    performance: bySegment(performance.standings),
  });
  const wire = (standing: SegmentStanding | undefined) =>
    standing === undefined ? null : findingWire(standing.worst, names);
  return {
    asOf: isoOf(nowMs),
    model: { name: model.name, timeZone: model.timeZone, dimensions: [...model.segmentBy] },
    range: { from: isoOf(range.startMs), to: isoOf(range.endMs) },
    window: window && { start: isoOf(window.startMs), end: isoOf(window.endMs) },
    column: column && { key: column.key, name: column.name },
    rows: rows.slice(0, MOST_SEGMENTS).map(({ found, ...row }) => ({
      ...row,
      drift: wire(found.drift),
      performance: wire(found.performance),
    })),
    count: rows.length,
  };
}

interface Counted {
  readonly whole: Compared;
  readonly segments: ReadonlyMap<string, Compared>;
  readonly parts: ReadonlyMap<string, number>;
}

/** Rows of every segment, and how what changed about a column is divided among them. */
async function count(
  { profiles }: SegmentsDeps,
  model: Model,
  baseline: Baseline | null,
  window: Window,
  column: string | null,
): Promise<Counted> {
  const segments = model.segmentBy.flatMap((dimension) =>
    segmentsOfDimension(model, baseline, dimension),
  );
  const question = {
    columns: column === null ? [] : [column],
    segments: ['', ...segments],
    outcomes: false,
  };
  const [after, before] = await Promise.all([
    profiles.window(model, baseline, window, { ...question, ...IN_SERVICE }),
    baseline === null ? null : profiles.baseline(model, baseline, question),
  ]);
  const comparedOf = (segment: string): Compared => ({
    window: after.get(segment) ?? EMPTY,
    baseline: before?.get(segment) ?? null,
  });
  const whole = comparedOf('');
  const compared = new Map(segments.map((segment) => [segment, comparedOf(segment)]));
  const parts = column === null ? [] : partsOfSegments(column, whole, compared);
  return {
    whole,
    segments: compared,
    parts: new Map(parts.map(({ segment, part }) => [segment, part])),
  };
}

const EMPTY: WindowProfile = {
  rows: 0,
  erroneousRows: 0,
  durationMs: 0,
  columns: new Map(),
  outcomes: new Map(),
};

type Found = Readonly<Record<'drift' | 'performance', SegmentStanding | undefined>>;
type Row = Omit<SegmentRowWire, 'drift' | 'performance'> & { readonly found: Found };

/** Every segment that is counted or watched: by verdict, then by its part of the change, then by
 *  size. */
function rowsOf(
  model: Model,
  counted: Counted | null,
  standings: Readonly<Record<keyof Found, ReadonlyMap<string, SegmentStanding>>>,
): Row[] {
  const { drift, performance } = standings;
  const names = new Set([
    ...drift.keys(),
    ...performance.keys(),
    ...(counted?.segments.keys() ?? []),
  ]);
  const rows = [...names].map((segment): Row => {
    const own = counted?.segments.get(segment);
    const rows = own?.window.rows ?? 0;
    return {
      segment,
      dimension: model.segmentBy.find((name) => segment.startsWith(`${name}=`)) ?? '',
      rows,
      share: shareOf(rows, counted?.whole.window.rows),
      baselineShare:
        own?.baseline == null ? null : shareOf(own.baseline.rows, counted?.whole.baseline?.rows),
      part: counted?.parts.get(segment) ?? null,
      found: { drift: drift.get(segment), performance: performance.get(segment) },
    };
  });
  const worst = ({ found }: Row) =>
    Math.min(...[found.drift, found.performance].map((one) => rankOf(one?.worst.verdict ?? null)));
  return rows.sort(
    (a, b) =>
      worst(a) - worst(b) ||
      (b.part ?? 0) - (a.part ?? 0) ||
      b.rows - a.rows ||
      a.segment.localeCompare(b.segment, 'en'),
  );
}

const shareOf = (part: number, whole: number | undefined): number =>
  whole === undefined || whole === 0 ? 0 : part / whole;

const bySegment = (standings: readonly SegmentStanding[]) =>
  new Map(standings.map((standing) => [standing.worst.segment, standing]));
