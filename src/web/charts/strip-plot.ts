import type { VerdictWire } from '../../contract/health.ts';

export interface PlotPoint {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly verdict: VerdictWire;
  /** The line is broken before it. */
  readonly seam: boolean;
}

/** One strip of the page: a line of windows over time, with its bounds. */
export interface StripPlot {
  readonly points: readonly PlotPoint[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly domain: readonly [min: number, max: number];
  readonly unit: string;
  readonly filled: boolean;
}

export type Vertex = readonly [ms: number, value: number | null];

/** Every window is as wide as it lasted; where a window is missing, so is the line. */
export function stepLine(
  points: readonly PlotPoint[],
  read: (point: PlotPoint) => number | null,
): Vertex[] {
  const line: Vertex[] = [];
  let before: PlotPoint | undefined;
  for (const point of points) {
    const value = read(point);
    const joins = before !== undefined && before.endMs >= point.startMs && !point.seam;
    if (!joins && before !== undefined) line.push([before.endMs, null]);
    line.push([point.startMs, value], [point.endMs, value]);
    before = point;
  }
  return line;
}

export function windowAt<Point extends { startMs: number; endMs: number }>(
  points: readonly Point[],
  ms: number,
): Point | undefined {
  return points.find((point) => ms >= point.startMs && ms < point.endMs);
}

/** The values' range with its bounds. Shares, counts and indices begin at 0; a performance that
 *  moves between 0.78 and 0.81 would be a flat line there. */
export function domainOf(
  plots: readonly (readonly PlotPoint[])[],
  fromZero: boolean,
): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const points of plots) {
    for (const { value, warning, critical } of points) {
      for (const one of [value, warning, critical]) {
        if (one === null) continue;
        least = Math.min(least, one);
        most = Math.max(most, one);
      }
    }
  }
  if (!(most >= least)) return [0, 1];
  if (fromZero) return [Math.min(0, least), most > 0 ? most * 1.08 : 1];
  const margin = Math.max((most - least) * 0.12, Math.abs(most) * 0.01);
  return [least - margin, most + margin];
}
