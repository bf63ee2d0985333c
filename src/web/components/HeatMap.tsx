import { Link, useNavigate } from '@tanstack/react-router';
import {
  type CSSProperties,
  type KeyboardEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { HeatMapWire } from '../../contract/model-overview.ts';
import { formatInterval } from '../format/interval.ts';
import { formatMeasured } from '../format/number.ts';
import { formatStart, formatWindow, utcWindow } from '../format/time.ts';
import { VERDICT_WORDS, verdictOf } from '../format/verdict.ts';

type HeatRow = HeatMapWire['rows'][number];
type HeatCell = HeatRow['cells'][number];

export interface HeatMapProps {
  heatMap: HeatMapWire;
  model: string;
  timeZone: string;
}

const MOST_LABELS = 8;

const ARROWS: Readonly<Record<string, readonly [row: number, span: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Columns over time, worst first: what moved, when, and what moved with it. */
export function HeatMap({ heatMap, model, timeZone }: HeatMapProps) {
  const navigate = useNavigate();
  const [at, setAt] = useState<readonly [row: number, span: number] | null>(null);
  const { rows, spans } = heatMap;
  const cells = useMemo(() => rows.map((row) => bySpan(row)), [rows]);

  // Where not all of it fits, what happened last is what is seen first.
  const scroll = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    scroll.current?.scrollTo({ left: spans.length * scroll.current.scrollWidth });
  }, [spans.length]);

  function open(rowIndex: number, spanIndex: number) {
    const row = rows[rowIndex];
    const cell = cells[rowIndex]?.get(spanIndex);
    if (row === undefined) return;
    void navigate({
      to: '/models/$model/features/$feature',
      params: { model, feature: row.columnName },
      search:
        cell === undefined
          ? {}
          : {
              window: formatInterval(Date.parse(cell.start), Date.parse(cell.end)),
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
              : describeCell(rows[at[0]], cells[at[0]]?.get(at[1]), spans[at[1]], timeZone)}
          </p>
          <section
            className="heat-scroll"
            ref={scroll}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled and read by keys
            tabIndex={0}
            onKeyDown={onKeyDown}
            onClick={({ target }) => {
              // Of the cell itself: what was pointed at may not be known yet when a click follows at once.
              const cell = (target as Element).closest('td');
              if (cell?.parentElement instanceof HTMLTableRowElement) {
                open(cell.parentElement.sectionRowIndex, cell.cellIndex - 1);
              }
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
                  <tr key={row.column}>
                    <th scope="row" title={row.columnName}>
                      <Link
                        to="/models/$model/features/$feature"
                        params={{ model, feature: row.columnName }}
                      >
                        {row.columnName}
                      </Link>
                    </th>
                    {spans.map((span, spanIndex) => {
                      const cell = cells[rowIndex]?.get(spanIndex);
                      const active = at?.[0] === rowIndex && at[1] === spanIndex;
                      return (
                        <td
                          key={span.start}
                          className={`${cell === undefined ? 'heat-none' : `heat-${cell.verdict}`}${active ? ' is-active' : ''}`}
                          onPointerEnter={() => setAt([rowIndex, spanIndex])}
                        >
                          <span className="hidden">{wordOf(cell)}</span>
                        </td>
                      );
                    })}
                  </tr>
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

function bySpan(row: HeatRow): ReadonlyMap<number, HeatCell> {
  return new Map(row.cells.map((cell) => [cell.span, cell]));
}

function wordOf(cell: HeatCell | undefined): string {
  if (cell === undefined) return 'not measured';
  const value = cell.value === null ? '' : ` ${formatMeasured(cell.value, cell.unit)}`;
  return `${VERDICT_WORDS[verdictOf(cell.verdict)]}${value}`;
}

function describeCell(
  row: HeatRow | undefined,
  cell: HeatCell | undefined,
  span: HeatMapWire['spans'][number] | undefined,
  timeZone: string,
): string {
  if (row === undefined || span === undefined) return '';
  const window = cell ?? span;
  const when = formatWindow(Date.parse(window.start), Date.parse(window.end), timeZone);
  if (cell === undefined) return `${row.columnName}, ${when}: not measured`;
  const where = cell.segment === '' ? '' : ` where ${cell.segment}`;
  return `${row.columnName}${where}, ${when}: ${wordOf(cell)} (${cell.title})`;
}

const clamp = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
