import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { ModelOverviewWire } from '../../contract/model-overview.ts';
import { leftOf, timeAt } from '../charts/plot-frame.ts';
import { windowAt } from '../charts/strip-plot.ts';
import { coverageStrip, type StripData, seriesStrips, volumeStrip } from '../charts/strips.ts';
import { formatWindow, utcWindow } from '../format/time.ts';
import { useKeys } from '../use-keys.ts';
import { StripSection } from './StripSection.tsx';
import { TimeAxis } from './TimeAxis.tsx';

export interface ChartStackProps {
  overview: ModelOverviewWire;
  asTables: boolean;
  onZoom: (fromMs: number, toMs: number) => void;
}

/** Everything over one time axis. Pointing reads all charts at that time, dragging zooms them. */
export function ChartStack({ overview, asTables, onZoom }: ChartStackProps) {
  const { timeZone } = overview.model;
  const fromMs = Date.parse(overview.range.from);
  const toMs = Date.parse(overview.range.to);
  const sections = useMemo(() => sectionsOf(overview), [overview]);
  const [cursorMs, setCursorMs] = useState<number | null>(null);
  const [draggedMs, setDraggedMs] = useState<number | null>(null);
  const stack = useRef<HTMLDivElement>(null);
  const letGo = () => {
    setDraggedMs(null);
    setCursorMs(null);
  };
  useKeys({ Escape: letGo });
  const clock = useMemo(() => finestWindows(sections), [sections]);

  const timeOf = (event: PointerEvent) => {
    const box = stack.current?.getBoundingClientRect();
    return box === undefined ? fromMs : timeAt(event.clientX - box.left, box.width, fromMs, toMs);
  };
  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0 || event.pointerType === 'touch' || asTables) return;
    if (!(event.target instanceof Element) || event.target.closest('.strip-plot') === null) return;
    event.preventDefault();
    stack.current?.setPointerCapture(event.pointerId);
    setDraggedMs(timeOf(event));
  }
  function onPointerUp(event: PointerEvent) {
    if (draggedMs === null) return;
    const [from = fromMs, to = toMs] = [draggedMs, timeOf(event)].sort((a, b) => a - b);
    setDraggedMs(null);
    const first = windowAt(clock, from);
    const last = windowAt(clock, to);
    if (to - from > (toMs - fromMs) / 100) onZoom(first?.startMs ?? from, last?.endMs ?? to);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || clock.length === 0) return;
    event.preventDefault();
    const at = cursorMs === null ? clock.length : clock.findIndex((one) => cursorMs < one.endMs);
    const next = clock[Math.max(0, Math.min(clock.length - 1, at + step))];
    if (next !== undefined) setCursorMs((next.startMs + next.endMs) / 2);
  }

  const cursor = cursorMs === null ? undefined : windowAt(clock, cursorMs);
  const spanOf = (a: number, b: number) => ({
    left: leftOf(Math.min(a, b), fromMs, toMs),
    right: `calc(100% - ${leftOf(Math.max(a, b), fromMs, toMs)})`,
  });
  return (
    <section
      className="stack"
      ref={stack}
      aria-label="Charts over time; read them with the arrow keys"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: read window by window with the arrow keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => setCursorMs(timeOf(event))}
      onPointerLeave={() => setCursorMs(null)}
      onPointerDown={onPointerDown}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDraggedMs(null)}
    >
      <p
        className="stack-clock"
        role="status"
        title={cursor === undefined ? undefined : utcWindow(cursor.startMs, cursor.endMs)}
      >
        {cursor === undefined
          ? 'Last window of each chart. Point to read another one, drag to zoom.'
          : formatWindow(cursor.startMs, cursor.endMs, timeZone)}
      </p>
      {!asTables && (
        <TimeAxis fromMs={fromMs} toMs={toMs} timeZone={timeZone} marks={overview.marks} />
      )}
      {sections.map((section) => (
        <StripSection
          key={section.title}
          {...section}
          asTable={asTables}
          fromMs={fromMs}
          toMs={toMs}
          timeZone={timeZone}
          cursorMs={cursorMs}
        />
      ))}
      {!asTables && (
        <div className="stack-overlay" aria-hidden="true">
          {overview.marks.map((mark) => (
            <i
              className="mark-line"
              key={`${mark.at}${mark.text}`}
              style={{ left: leftOf(Date.parse(mark.at), fromMs, toMs) }}
            />
          ))}
          {cursorMs !== null && (
            <i className="cursor-line" style={{ left: leftOf(cursorMs, fromMs, toMs) }} />
          )}
          {draggedMs !== null && cursorMs !== null && (
            <i className="drag-span" style={spanOf(draggedMs, cursorMs)} />
          )}
        </div>
      )}
    </section>
  );
}

interface Section {
  readonly title: string;
  readonly empty: string;
  readonly strips: readonly StripData[];
}

function sectionsOf(overview: ModelOverviewWire): Section[] {
  const of = (...families: string[]) =>
    overview.series.filter((series) => families.includes(series.family));
  const performance = of('performance');
  const coverage = coverageStrip(performance);
  return [
    {
      title: 'Volume',
      empty: 'No predictions in this range.',
      strips: overview.volume.length === 0 ? [] : [volumeStrip(overview)],
    },
    {
      title: 'Drift and data',
      empty: 'No check of a column in this range.',
      strips: seriesStrips(of('drift', 'quality')),
    },
    {
      title: 'Performance',
      empty: 'No performance check in this range.',
      strips: [...seriesStrips(performance), ...(coverage === null ? [] : [coverage])],
    },
    {
      title: 'Service',
      empty: 'No check of volume, errors or latency in this range.',
      strips: seriesStrips(of('service')),
    },
  ];
}

/** The windows that the cursor steps through. */
function finestWindows(sections: readonly Section[]) {
  const candidates = sections.flatMap((section) => section.strips.map((strip) => strip.points));
  return candidates.reduce((a, b) => (b.length > a.length ? b : a), []);
}
