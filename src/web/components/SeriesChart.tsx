import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { MarkWire, SeriesWire } from '../../contract/model-overview.ts';
import { leftOf, timeAt } from '../charts/plot-frame.ts';
import { windowAt } from '../charts/strip-plot.ts';
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
  /** Shows tables whatever the chart's own button says. */
  asTables?: boolean;
  /** The window that the page is about. */
  chosen?: { readonly startMs: number; readonly endMs: number } | null;
  /** A click on a window chooses it. */
  onChoose?: (startMs: number, endMs: number) => void;
}

/** One check over time with its bounds, and the same as a table. */
export function SeriesChart(props: SeriesChartProps) {
  const { series, fromMs, toMs, timeZone, marks, asTables = false, chosen, onChoose } = props;
  const strips = useMemo(() => seriesStrips([series]), [series]);
  const [cursorMs, setCursorMs] = useState<number | null>(null);
  const [ownTable, setOwnTable] = useState(false);
  const asTable = asTables || ownTable;
  const box = useRef<HTMLDivElement>(null);
  const strip = strips[0];
  if (strip === undefined) return null;

  function timeOf({ clientX }: { clientX: number }): number | null {
    const edges = box.current?.getBoundingClientRect();
    return edges === undefined ? null : timeAt(clientX - edges.left, edges.width, fromMs, toMs);
  }
  function choose(ms: number | null) {
    const point = ms === null ? undefined : windowAt(strip?.points ?? [], ms);
    if (point === undefined || onChoose === undefined) return;
    // Of several windows the one that speaks.
    const { startMs, endMs } = point.worst ?? point;
    onChoose(startMs, endMs);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && onChoose !== undefined) choose(cursorMs);
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
          onPointerMove={(event) => setCursorMs(timeOf(event))}
          onPointerLeave={() => setCursorMs(null)}
          // A tap comes without a pointer that moved there.
          onClick={(event) => choose(timeOf(event))}
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
            {chosen != null && (
              <i
                className="chosen-span"
                style={{
                  left: leftOf(Math.max(chosen.startMs, fromMs), fromMs, toMs),
                  right: `calc(100% - ${leftOf(Math.min(chosen.endMs, toMs), fromMs, toMs)})`,
                }}
              />
            )}
            {cursorMs !== null && (
              <i className="cursor-line" style={{ left: leftOf(cursorMs, fromMs, toMs) }} />
            )}
          </div>
        </section>
      )}
      {!asTables && (
        <button
          type="button"
          className="quiet"
          aria-pressed={ownTable}
          onClick={() => setOwnTable(!ownTable)}
        >
          {ownTable ? 'Chart' : 'Table'}
        </button>
      )}
    </div>
  );
}
