import type { ModelOverviewWire, SeriesWire } from '../../contract/model-overview.ts';
import { pointsOf, type SeriesPoint } from '../../contract/series-points.ts';
import { formatMeasured, nameUnit } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { formatStart, formatWindow } from '../format/time.ts';
import { VERDICT_WORDS } from '../format/verdict.ts';
import type { PlotPoint } from './strip-plot.ts';
import { domainOf } from './strip-plot.ts';

export interface StripPoint extends PlotPoint {
  readonly n: number;
  readonly labelCoverage: number | null;
  readonly windows: number;
  /** The one that speaks, of several. */
  readonly worst: { readonly startMs: number; readonly endMs: number } | null;
  readonly erroneousRows: number;
}

/** A measure over time, ready to be drawn, read out and put into a table. */
export interface StripData {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly unit: string;
  readonly points: readonly StripPoint[];
  readonly domain: readonly [number, number];
  readonly filled: boolean;
  /** Drawn without verdicts: nobody judges it here. */
  readonly plain: boolean;
}

const HOUR_MS = 3_600_000;

export function volumeStrip({ volume }: ModelOverviewWire): StripData {
  const points = volume.map((bucket): StripPoint => {
    const startMs = Date.parse(bucket.start);
    const endMs = Date.parse(bucket.end);
    return {
      startMs,
      endMs,
      value: endMs > startMs ? bucket.rows / ((endMs - startMs) / HOUR_MS) : null,
      warning: null,
      critical: null,
      verdict: 'ok',
      seam: false,
      n: bucket.rows,
      labelCoverage: null,
      windows: 1,
      worst: null,
      erroneousRows: bucket.erroneousRows,
    };
  });
  return {
    key: 'volume',
    title: 'Predictions',
    detail: 'an hour',
    unit: 'rows_per_hour',
    points,
    domain: domainOf([points], true),
    filled: true,
    plain: true,
  };
}

/** Series of one metric share one scale, so that small multiples can be compared. */
export function seriesStrips(series: readonly SeriesWire[]): StripData[] {
  const points = new Map(series.map((one) => [one, pointsOf(one.points).map(toPoint)]));
  return series.map((one) => {
    const same = series.filter((other) => other.metric === one.metric);
    const fromZero = one.family !== 'performance' || one.unit === 'ratio';
    return {
      key: [one.monitorId, one.checkId, one.metric, one.column, one.segment].join('|'),
      title: one.columnName ?? one.title,
      detail: detailOf(one),
      unit: one.unit,
      points: points.get(one) ?? [],
      domain: domainOf(
        same.map((other) => points.get(other) ?? []),
        fromZero && one.metric !== 'accuracy',
      ),
      filled: false,
      plain: false,
    };
  });
}

/** The share of predictions whose label has come, where performance waits for labels. */
export function coverageStrip(series: readonly SeriesWire[]): StripData | null {
  const source = series.find((one) => one.points.labelCoverage.some((share) => share !== null));
  if (source === undefined) return null;
  return {
    key: 'coverage',
    title: 'Label coverage',
    detail: 'share of predictions with a label',
    unit: 'ratio',
    points: pointsOf(source.points).map((point) => ({
      ...toPoint(point),
      value: point.labelCoverage,
      warning: null,
      critical: null,
      verdict: 'ok',
    })),
    domain: [0, 1.08],
    filled: true,
    plain: true,
  };
}

function toPoint({ windowStartMs, windowEndMs, ...point }: SeriesPoint): StripPoint {
  const worst = point.windows === 1 ? null : { startMs: windowStartMs, endMs: windowEndMs };
  return { ...point, worst, erroneousRows: 0 };
}

function detailOf(series: SeriesWire): string {
  const where = series.segment === '' ? '' : `where ${nameSegment(series.segment)}`;
  const title = series.columnName === null ? '' : series.title.toLowerCase();
  return [title, where, nameUnit(series.unit)].filter((part) => part !== '').join(' · ');
}

/** One window of a strip in words: value, verdict, bound, samples. */
export function readPoint(
  strip: StripData,
  point: StripPoint | undefined,
  timeZone: string,
): string {
  if (point === undefined) return 'no window';
  if (point.value === null)
    return VERDICT_WORDS[point.verdict === 'ok' ? 'no_data' : point.verdict];
  const value = formatMeasured(point.value, strip.unit);
  if (strip.key === 'volume') {
    const errors =
      point.erroneousRows > 0 ? `, ${formatMeasured(point.erroneousRows, '')} failed` : '';
    return `${value} (${formatMeasured(point.n, '')} in all${errors})`;
  }
  if (strip.plain) return value;
  const bound = boundOf(point);
  const parts = [
    value,
    bound === null ? '' : `bound ${formatMeasured(bound, strip.unit)}`,
    `n ${formatMeasured(Math.round(point.n), '')}`,
    point.labelCoverage === null ? '' : `${Math.floor(point.labelCoverage * 100)} % labelled`,
    point.worst === null
      ? ''
      : `worst of ${point.windows} windows, ${formatStart(point.worst.startMs, timeZone)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The bound that was crossed, else the first one on the way. */
function boundOf({ verdict, warning, critical }: StripPoint): number | null {
  return verdict === 'critical' ? critical : (warning ?? critical);
}

const isWell = ({ verdict }: StripPoint) => verdict === 'ok' || verdict === 'info';

export function summarise(strip: StripData, timeZone: string): string {
  const measured = strip.points.filter((point) => point.value !== null);
  const last = measured.at(-1);
  const name = `${strip.title} ${strip.detail}`.trim();
  if (last === undefined) return `${name}: nothing was measured in this range.`;
  const failing = strip.plain
    ? ''
    : `, ${measured.filter((point) => !isWell(point)).length} of them not ok`;
  const verdict = strip.plain ? '' : ` ${VERDICT_WORDS[last.verdict]},`;
  return `${name}: ${measured.length} windows${failing}. Last:${verdict} ${readPoint(strip, last, timeZone)}, ${formatWindow(last.startMs, last.endMs, timeZone)}.`;
}
