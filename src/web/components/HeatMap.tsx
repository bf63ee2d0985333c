import { useNavigate } from '@tanstack/react-router';
import {
  type CSSProperties,
  type KeyboardEvent,
  type SyntheticEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { HeatMapWire } from '../../contract/model-breakdown.ts';
import { cellsOf, describeCell } from '../charts/heat-cells.ts';
import { formatInterval } from '../format/interval.ts';
import { formatStart, utcWindow } from '../format/time.ts';
import { VERDICT_WORDS } from '../format/verdict.ts';
import { HeatMapRow } from './HeatMapRow.tsx';

export interface HeatMapProps {
  heatMap: HeatMapWire;
  model: string;
  timeZone: string;
}

const MOST_LABELS = 8;

type Place = readonly [row: number, span: number];

const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Columns over time, worst first: what moved, when, and what moved with it. */
export function HeatMap({ heatMap, model, timeZone }: HeatMapProps) {
  const navigate = useNavigate();
  const [at, setAt] = useState<Place | null>(null);
  const { rows, spans } = heatMap;
  const cells = useMemo(() => cellsOf(heatMap), [heatMap]);

  // Where not all of it fits, what happened last is what is seen first.
  const scroll = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    scroll.current?.scrollTo({ left: spans.length * scroll.current.scrollWidth });
  }, [spans.length]);

  function open(rowIndex: number, spanIndex: number) {
    const row = rows[rowIndex];
    const cell = cells[rowIndex]?.[spanIndex];
    if (row === undefined) return;
    void navigate({
      to: '/models/$model/features/$feature',
      params: { model, feature: row.columnName },
      search:
        cell === undefined
          ? {}
          : {
              window: formatInterval(cell.startMs, cell.endMs),
              ...(cell.segment === '' ? {} : { segment: cell.segment }),
            },
    });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && at !== null && event.target === scroll.current) open(...at);
    const step = ARROWS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const [row, span] = at ?? [0, spans.length];
    setAt([clamp(row + step[0], rows.length), clamp(span + step[1], spans.length)]);
  }
  const every = Math.max(1, Math.ceil(spans.length / MOST_LABELS));
  const hidden = heatMap.columns - rows.length;
  return (
    <section className="panel" aria-labelledby="heat-title">
      <h2 id="heat-title">Columns over time</h2>
      {rows.length === 0 ? (
        <p className="muted">No column was checked in this range.</p>
      ) : (
        <>
          <p className="heat-readout" role="status">
            {at === null
              ? 'Worst column first. Point at a cell, or use the arrow keys, to read it; click it to look into it.'
              : describeCell(rows[at[0]], cells[at[0]]?.[at[1]], spans[at[1]], timeZone)}
          </p>
          <section
            className="heat-scroll"
            ref={scroll}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled and read by keys
            tabIndex={0}
            onKeyDown={onKeyDown}
            onPointerOver={(event) => {
              const place = placeOf(event);
              if (place !== null) setAt(place);
            }}
            onClick={(event) => {
              // Of the cell itself: what was pointed at may not be known yet when a click follows at once.
              const place = placeOf(event);
              if (place !== null) open(...place);
            }}
            aria-label="Heat map"
          >
            <table className="heat" style={{ '--spans': spans.length } as CSSProperties}>
              <thead>
                <tr>
                  <th scope="col">Column</th>
                  {spans.map((span, index) =>
                    index % every === 0 ? (
                      <th
                        scope="colgroup"
                        key={span.start}
                        colSpan={Math.min(every, spans.length - index)}
                        title={utcWindow(Date.parse(span.start), Date.parse(span.end))}
                      >
                        {formatStart(Date.parse(span.start), timeZone)}
                      </th>
                    ) : null,
                  )}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, rowIndex) => (
                  <HeatMapRow
                    key={row.column}
                    model={model}
                    columnName={row.columnName}
                    cells={cells[rowIndex] ?? []}
                    active={at?.[0] === rowIndex ? at[1] : null}
                  />
                ))}
              </tbody>
            </table>
          </section>
          <HeatLegend />
          {hidden > 0 && (
            <p className="muted">
              {hidden} more column{hidden === 1 ? '' : 's'} did no worse than the last one shown.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function HeatLegend() {
  return (
    <p className="heat-legend muted" aria-hidden="true">
      {(['ok', 'info', 'warning', 'critical', 'error', 'no_data'] as const).map((verdict) => (
        <span key={verdict}>
          <i className={`heat-${verdict}`} /> {VERDICT_WORDS[verdict]}
        </span>
      ))}
      <span>
        <i className="heat-none" /> not measured
      </span>
    </p>
  );
}

/** One listener for all cells. */
function placeOf({ target }: SyntheticEvent): Place | null {
  const cell = (target as Element).closest('td');
  const row = cell?.parentElement;
  return cell instanceof HTMLTableCellElement && row instanceof HTMLTableRowElement
    ? [row.sectionRowIndex, cell.cellIndex - 1]
    : null;
}

const clamp = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
