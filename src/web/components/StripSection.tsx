import { useId, useMemo, useState } from 'react';
import { windowAt } from '../charts/strip-plot.ts';
import { readPoint, type StripData, type StripPoint, summarise } from '../charts/strips.ts';
import { formatStart } from '../format/time.ts';
import { Strip } from './Strip.tsx';
import { StripTable } from './StripTable.tsx';
import { VerdictShape } from './VerdictMark.tsx';

const FIRST_STRIPS = 6;

export interface StripSectionProps {
  title: string;
  empty: string;
  strips: readonly StripData[];
  asTable: boolean;
  fromMs: number;
  toMs: number;
  timeZone: string;
  cursorMs: number | null;
}

export function StripSection(props: StripSectionProps) {
  const { title, empty, strips, timeZone } = props;
  const [ownTable, setOwnTable] = useState(false);
  const [all, setAll] = useState(false);
  const id = useId();
  const asTable = props.asTable || ownTable;
  const shown = all || asTable ? strips : strips.slice(0, FIRST_STRIPS);
  const hidden = strips.length - shown.length;
  return (
    <section className="strips" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {strips.length > 0 && !props.asTable && (
          <button
            type="button"
            className="quiet"
            aria-pressed={ownTable}
            onClick={() => setOwnTable(!ownTable)}
          >
            {ownTable ? 'Chart' : 'Table'}
          </button>
        )}
      </header>
      {strips.length === 0 && <p className="muted">{empty}</p>}
      {strips.length > 0 && asTable && (
        <StripTable caption={title} strips={shown} timeZone={timeZone} />
      )}
      {!asTable && shown.map((strip) => <LiveStrip key={strip.key} strip={strip} {...props} />)}
      {hidden > 0 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show {hidden} more, all of them better than these
        </button>
      )}
    </section>
  );
}

function LiveStrip({
  strip,
  fromMs,
  toMs,
  timeZone,
  cursorMs,
}: StripSectionProps & { strip: StripData }) {
  const { points, domain, unit, filled } = strip;
  const plot = useMemo(
    () => ({ points, domain, unit, filled, fromMs, toMs }),
    [points, domain, unit, filled, fromMs, toMs],
  );
  const summary = useMemo(() => summarise(strip, timeZone), [strip, timeZone]);
  const point = cursorMs === null ? lastOf(points) : windowAt(points, cursorMs);
  return (
    <Strip
      title={strip.title}
      detail={strip.detail}
      summary={summary}
      plot={plot}
      height={strip.key === 'volume' ? 88 : 72}
      readout={
        <>
          {point !== undefined && !strip.plain && <VerdictShape verdict={point.verdict} />}{' '}
          {cursorMs === null && point !== undefined && (
            <span className="muted">{formatStart(point.startMs, timeZone)} </span>
          )}
          {readPoint(strip, point, timeZone)}
        </>
      }
    />
  );
}

function lastOf(points: readonly StripPoint[]): StripPoint | undefined {
  return points.findLast((point) => point.value !== null) ?? points.at(-1);
}
