import type { PointsWire, SeriesWire } from '../../contract/model-overview.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type {
  ColumnLabel,
  MeasuredPoint,
  MeasuredSeries,
} from '../../monitoring/health/overview-read-model.ts';
import { ROWS_CHECK_ID } from '../../monitoring/monitor/rows-check.ts';
import { describeMetric } from './describe-metric.ts';

export interface Names {
  readonly features: ReadonlyMap<string, string>;
  readonly importance: ReadonlyMap<string, number | null>;
  readonly monitors: ReadonlyMap<string, string>;
}

export function namesOf(
  columns: readonly ColumnLabel[],
  monitors: ReadonlyMap<string, string>,
): Names {
  return {
    features: new Map(columns.map(({ column, name }) => [column, name])),
    importance: new Map(columns.map(({ column, importance }) => [column, importance])),
    monitors,
  };
}

export function seriesWire(series: MeasuredSeries, names: Names): SeriesWire {
  const descriptor = describeMetric(series.metric);
  return {
    monitorId: series.monitorId,
    monitorName: names.monitors.get(series.monitorId) ?? series.monitorId,
    checkId: series.checkId,
    metric: series.metric,
    title:
      series.checkId === ROWS_CHECK_ID
        ? 'Arrival of predictions'
        : (descriptor?.title ?? series.metric),
    family: descriptor?.family ?? 'drift',
    unit: descriptor?.unit ?? 'none',
    direction: descriptor?.direction ?? 'both',
    column: series.column === '' ? null : series.column,
    columnName: nameColumn(series.column, names.features),
    segment: series.segment,
    worst: series.worst,
    points: pointsWire(series.points),
  };
}

function pointsWire(points: readonly MeasuredPoint[]): PointsWire {
  return {
    startMs: points.map(({ stretch }) => stretch.startMs),
    endMs: points.map(({ stretch }) => stretch.endMs),
    value: points.map(({ value }) => value),
    warning: points.map(({ warning }) => warning),
    critical: points.map(({ critical }) => critical),
    n: points.map(({ n }) => n),
    m: points.map(({ m }) => m),
    verdict: points.map(({ verdict }) => verdict),
    labelCoverage: points.map(({ labelCoverage }) => labelCoverage),
    windows: points.map(({ windows }) => windows),
    windowStartMs: points.map(({ window }) => window.startMs),
    windowEndMs: points.map(({ window }) => window.endMs),
    seam: points.map(({ basis }, at) => at > 0 && points[at - 1]?.basis !== basis),
  };
}
