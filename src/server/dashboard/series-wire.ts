import type { HeatMapWire, SeriesWire } from '../../contract/model-overview.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type {
  ColumnLabel,
  HeatCell,
  MeasuredPoint,
  MeasuredSeries,
} from '../../monitoring/health/overview-read-model.ts';
import { rankOf } from '../../monitoring/health/worst-verdict.ts';
import type { HeatSpans } from './choose-range.ts';
import { describeMetric } from './describe-metric.ts';
import { isoOf } from './health-wire.ts';

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
    title: descriptor?.title ?? series.metric,
    family: descriptor?.family ?? 'drift',
    unit: descriptor?.unit ?? 'none',
    direction: descriptor?.direction ?? 'both',
    column: series.column === '' ? null : series.column,
    columnName: nameColumn(series.column, names.features),
    segment: series.segment,
    worst: series.worst,
    points: series.points.map((point, index) => pointWire(point, series.points[index - 1])),
  };
}

function pointWire(point: MeasuredPoint, before: MeasuredPoint | undefined) {
  const { stretch, window, basis, ...rest } = point;
  return {
    start: isoOf(stretch.startMs),
    end: isoOf(stretch.endMs),
    ...rest,
    worst: rest.windows === 1 ? null : { start: isoOf(window.startMs), end: isoOf(window.endMs) },
    seam: before !== undefined && before.basis !== basis,
  };
}

const MOST_HEAT_ROWS = 60;

/** Columns worst first: by verdict, then by how often, then by importance to the model. */
export function heatMapWire(
  cells: readonly HeatCell[],
  { spans }: HeatSpans,
  names: Names,
): HeatMapWire {
  const byColumn = new Map<string, HeatCell[]>();
  for (const cell of cells) {
    const row = byColumn.get(cell.column);
    if (row === undefined) byColumn.set(cell.column, [cell]);
    else row.push(cell);
  }
  const rows = [...byColumn].map(([column, row]) => {
    const worst = row.reduce((a, b) => (rankOf(b.verdict) < rankOf(a.verdict) ? b : a)).verdict;
    return {
      column,
      columnName: nameColumn(column, names.features) ?? column,
      importance: names.importance.get(column) ?? null,
      worst,
      often: row.filter((cell) => cell.verdict === worst).length,
      cells: row.filter((cell) => cell.bucket >= 0 && cell.bucket < spans.length).map(cellWire),
    };
  });
  rows.sort(
    (a, b) =>
      rankOf(a.worst) - rankOf(b.worst) ||
      (a.worst === 'ok' ? 0 : b.often - a.often) ||
      (b.importance ?? 0) - (a.importance ?? 0) ||
      a.columnName.localeCompare(b.columnName, 'en'),
  );
  return {
    spans: spans.map(({ startMs, endMs }) => ({ start: isoOf(startMs), end: isoOf(endMs) })),
    rows: rows.slice(0, MOST_HEAT_ROWS).map(({ often: _, ...row }) => row),
    columns: rows.length,
  };
}

function cellWire(cell: HeatCell) {
  const descriptor = describeMetric(cell.metric);
  return {
    span: cell.bucket,
    verdict: cell.verdict,
    title: descriptor?.title ?? cell.metric,
    unit: descriptor?.unit ?? 'none',
    segment: cell.segment,
    value: cell.value,
    start: isoOf(cell.startMs),
    end: isoOf(cell.endMs),
  };
}
