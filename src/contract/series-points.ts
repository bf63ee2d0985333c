import type { PointsWire, SeriesWire } from './model-overview.ts';

export type SeriesPoint = { readonly [Name in keyof PointsWire]: PointsWire[Name][number] };

/** The points of a series one by one. */
export function pointsOf(points: PointsWire): SeriesPoint[] {
  return points.startMs.map((_, at) => pointAt(points, at));
}

/** Written out, because there are thousands to make while a page waits. */
function pointAt(points: PointsWire, at: number): SeriesPoint {
  const take = <Value>(list: readonly Value[]) => list[at] as Value;
  return {
    startMs: take(points.startMs),
    endMs: take(points.endMs),
    value: take(points.value),
    warning: take(points.warning),
    critical: take(points.critical),
    n: take(points.n),
    m: take(points.m),
    verdict: take(points.verdict),
    labelCoverage: take(points.labelCoverage),
    windows: take(points.windows),
    windowStartMs: take(points.windowStartMs),
    windowEndMs: take(points.windowEndMs),
    seam: take(points.seam),
  };
}

/** The last one that has a value. */
export function lastPointOf({ points }: Pick<SeriesWire, 'points'>): SeriesPoint | undefined {
  const at = points.value.findLastIndex((value) => value !== null);
  return at < 0 ? undefined : pointAt(points, at);
}
