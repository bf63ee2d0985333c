import type { HeatMapWire } from '../../contract/model-breakdown.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { HeatCell } from '../../monitoring/health/overview-read-model.ts';
import { rankOf } from '../../monitoring/health/worst-verdict.ts';
import type { HeatSpans } from './choose-range.ts';
import { describeMetric } from './describe-metric.ts';
import { isoOf } from './health-wire.ts';
import type { Names } from './series-wire.ts';

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
      cells: row.filter((cell) => cell.bucket >= 0 && cell.bucket < spans.length),
    };
  });
  rows.sort(
    (a, b) =>
      rankOf(a.worst) - rankOf(b.worst) ||
      (a.worst === 'ok' ? 0 : b.often - a.often) ||
      (b.importance ?? 0) - (a.importance ?? 0) ||
      a.columnName.localeCompare(b.columnName, 'en'),
  );
  const shown = rows.slice(0, MOST_HEAT_ROWS);
  const checks = listChecks();
  return {
    spans: spans.map(({ startMs, endMs }) => ({ start: isoOf(startMs), end: isoOf(endMs) })),
    checks: checks.all,
    rows: shown.map(({ often: _, cells, ...row }) => ({ ...row, cells: cellsWire(cells, checks) })),
    columns: rows.length,
  };
}

type CheckWire = HeatMapWire['checks'][number];

/** Each named once, however many cells it has. */
function listChecks() {
  const all: CheckWire[] = [];
  const places = new Map<string, number>();
  return {
    all,
    placeOf({ metric, segment }: HeatCell): number {
      const key = `${metric} ${segment}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      const descriptor = describeMetric(metric);
      places.set(key, all.length);
      return (
        all.push({
          title: descriptor?.title ?? metric,
          unit: descriptor?.unit ?? 'none',
          segment,
        }) - 1
      );
    },
  };
}

function cellsWire(
  cells: readonly HeatCell[],
  checks: ReturnType<typeof listChecks>,
): HeatMapWire['rows'][number]['cells'] {
  return {
    span: cells.map(({ bucket }) => bucket),
    check: cells.map((cell) => checks.placeOf(cell)),
    verdict: cells.map(({ verdict }) => verdict),
    value: cells.map(({ value }) => value),
    startMs: cells.map(({ startMs }) => startMs),
    endMs: cells.map(({ endMs }) => endMs),
  };
}
