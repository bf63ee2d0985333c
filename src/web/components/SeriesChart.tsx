import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { MarkWire, SeriesWire } from '../../contract/model-overview.ts';
import { leftOf, timeAt } from '../charts/plot-frame.ts';
import { seriesStrips } from '../charts/strips.ts';
import { LiveStrip } from './LiveStrip.tsx';
import { StripTable } from './StripTable.tsx';
import { TimeAxis } from './TimeAxis.tsx';

export interface SeriesChartProps {
  series: SeriesWire;
  fromMs: number;
  toMs: number;
  timeZone: string;
  marks: readonly MarkWire[];
}

/** One check over time with its bounds, and the same as a table. */
export function SeriesChart({ series, fromMs, toMs, timeZone, marks }: SeriesChartProps) {
  const strips = useMemo(() => seriesStrips([series]), [series]);
  const [cursorMs, setCursorMs] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const strip = strips[0];
  if (strip === undefined) return null;

  function onPointerMove(event: PointerEvent) {
    const edges = box.current?.getBoundingClientRect();
    if (edges === undefined) return;
    setCursorMs(timeAt(event.clientX - edges.left, edges.width, fromMs, toMs));
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const { points } = strip ?? { points: [] };
    if (step === 0 || points.length === 0) return;
    event.preventDefault();
    const at = cursorMs === null ? points.length : points.findIndex((one) => cursorMs < one.endMs);
    const next = points[Math.max(0, Math.min(points.length - 1, at + step))];
    if (next !== undefined) setCursorMs((next.startMs + next.endMs) / 2);
  }
  return (
    <div className="series-chart">
      {asTable ? (
        <StripTable caption={series.title} strips={strips} timeZone={timeZone} />
      ) : (
        <section
          className="stack"
          ref={box}
          aria-label="Chart over time; read it with the arrow keys"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: read window by window with the arrow keys
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setCursorMs(null)}
        >
          <TimeAxis fromMs={fromMs} toMs={toMs} timeZone={timeZone} marks={marks} />
          <LiveStrip
            strip={strip}
            fromMs={fromMs}
            toMs={toMs}
            timeZone={timeZone}
            cursorMs={cursorMs}
          />
          <div className="series-overlay" aria-hidden="true">
            {cursorMs !== null && (
              <i className="cursor-line" style={{ left: leftOf(cursorMs, fromMs, toMs) }} />
            )}
          </div>
        </section>
      )}
      <button
        type="button"
        className="quiet"
        aria-pressed={asTable}
        onClick={() => setAsTable(!asTable)}
      >
        {asTable ? 'Chart' : 'Table'}
      </button>
    </div>
  );
}
