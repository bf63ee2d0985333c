import { area, line } from 'd3-shape';
import { type PlotPoint, type StripPlot, stepLine, type Vertex } from './strip-plot.ts';

/** What a strip is drawn of: paths in pixels of the plot, without its gutters. */
export interface StripShapes {
  readonly value: string;
  /** Below the line, where it is filled. */
  readonly area: string | null;
  readonly warning: string;
  readonly critical: string;
  /** Windows that are not ok, all of a kind in one path. */
  readonly marks: readonly { readonly verdict: MarkedVerdict; readonly path: string }[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

export function shapesOf(plot: StripPlot, width: number, height: number): StripShapes {
  const { points, fromMs, toMs, domain, filled } = plot;
  const [min, max] = domain;
  const xOf = (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * width;
  const yOf = (value: number) => (1 - (value - min) / (max - min)) * height;
  const x = ([ms]: Vertex) => xOf(ms);
  const y = ([, value]: Vertex) => yOf(value ?? min);
  const isThere = ([, value]: Vertex) => value !== null;
  const draw = line<Vertex>(x, y).defined(isThere).digits(1);
  const fill = area<Vertex>(x, height, y).defined(isThere).digits(1);
  const values = stepLine(points, (point) => point.value);
  return {
    value: draw(values) ?? '',
    area: filled ? fill(values) : null,
    warning: draw(stepLine(points, (point) => point.warning)) ?? '',
    critical: draw(stepLine(points, (point) => point.critical)) ?? '',
    marks: marksOf(points, plot, xOf, yOf),
    ticks: ticksOf(domain).map((value) => ({ value, y: yOf(value) })),
  };
}

/** Told apart by shape as well as by colour. */
const MARKS = {
  info: (x, y) => `M${x - 2.5},${y}a2.5,2.5 0 1 0 5,0a2.5,2.5 0 1 0 -5,0`,
  warning: (x, y) => `M${x},${y - 4}l4,8h-8z`,
  critical: (x, y) => `M${x},${y - 4}l4,4l-4,4l-4,-4z`,
  error: (x, y) => `M${x - 4},${y - 4}h8v8h-8z`,
} as const satisfies Partial<Record<PlotPoint['verdict'], (x: number, y: number) => string>>;
export type MarkedVerdict = keyof typeof MARKS;
const MARKED = Object.keys(MARKS) as MarkedVerdict[];

function marksOf(
  points: readonly PlotPoint[],
  { fromMs, toMs }: StripPlot,
  xOf: (ms: number) => number,
  yOf: (value: number) => number,
): StripShapes['marks'] {
  return MARKED.flatMap((verdict) => {
    const mark: (x: number, y: number) => string = MARKS[verdict];
    let path = '';
    for (const point of points) {
      const middleMs = (point.startMs + point.endMs) / 2;
      if (point.verdict !== verdict || point.value === null) continue;
      if (middleMs < fromMs || middleMs > toMs) continue;
      path += mark(Math.round(xOf(middleMs) * 2) / 2, Math.round(yOf(point.value) * 2) / 2);
    }
    return path === '' ? [] : { verdict, path };
  });
}

/** Two or three round numbers within the domain. */
export function ticksOf([min, max]: readonly [number, number]): number[] {
  const rough = (max - min) / 2;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [5, 2, 1].map((factor) => factor * size).find((one) => one <= rough) ?? size;
  const ticks: number[] = [];
  for (let tick = Math.ceil(min / step) * step; tick <= max; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
  }
  return ticks.length > 4 ? ticks.filter((_, index) => index % 2 === 0) : ticks;
}
