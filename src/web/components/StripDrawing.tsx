import { useMemo } from 'react';
import { GUTTER_LEFT, GUTTER_RIGHT } from '../charts/plot-frame.ts';
import type { StripPlot } from '../charts/strip-plot.ts';
import { shapesOf } from '../charts/strip-shapes.ts';
import { formatTick } from '../format/number.ts';
import { useWidth } from '../use-width.ts';

export interface StripDrawingProps {
  plot: StripPlot;
  height: number;
  /** The chart in words. */
  summary: string;
}

const MARGIN_Y = 6;
const TICK_GAP = 8;

/** A line of windows with its bounds and marks, as wide as there is room. */
export function StripDrawing({ plot, height, summary }: StripDrawingProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  const across = Math.max(0, (width ?? 0) - GUTTER_LEFT - GUTTER_RIGHT);
  const down = height - 2 * MARGIN_Y;
  const shapes = useMemo(
    () => (across === 0 ? null : shapesOf(plot, across, down)),
    [plot, across, down],
  );
  return (
    <div className="strip-plot" ref={element} style={{ height }} role="img" aria-label={summary}>
      {shapes !== null && (
        <svg aria-hidden="true">
          {shapes.ticks.map(({ value, y }) => (
            <text key={value} x={GUTTER_LEFT - TICK_GAP} y={MARGIN_Y + y}>
              {formatTick(value, plot.unit)}
            </text>
          ))}
          <svg aria-hidden="true" x={GUTTER_LEFT} y={MARGIN_Y} width={across} height={down}>
            <path className="plot-warning" d={shapes.warning} />
            <path className="plot-critical" d={shapes.critical} />
            {shapes.area !== null && <path className="plot-area" d={shapes.area} />}
            <path className="plot-value" d={shapes.value} />
          </svg>
          <g transform={`translate(${GUTTER_LEFT},${MARGIN_Y})`}>
            {shapes.marks.map(({ verdict, path }) => (
              <path key={verdict} className={`plot-mark mark-${verdict}`} d={path} />
            ))}
          </g>
        </svg>
      )}
    </div>
  );
}
