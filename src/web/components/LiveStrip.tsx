import { type ReactNode, useMemo } from 'react';
import { windowAt } from '../charts/strip-plot.ts';
import { readPoint, type StripData, type StripPoint, summarise } from '../charts/strips.ts';
import { formatStart } from '../format/time.ts';
import { Strip } from './Strip.tsx';
import { VerdictShape } from './VerdictMark.tsx';

export interface LiveStripProps {
  strip: StripData;
  fromMs: number;
  toMs: number;
  timeZone: string;
  cursorMs: number | null;
  /** Instead of the strip's own: a link, for one. */
  heading?: ReactNode;
}

/** A strip that is read at the cursor, and at its last window without one. */
export function LiveStrip({ strip, fromMs, toMs, timeZone, cursorMs, heading }: LiveStripProps) {
  const { points, domain, unit, filled } = strip;
  const plot = useMemo(
    () => ({ points, domain, unit, filled, fromMs, toMs }),
    [points, domain, unit, filled, fromMs, toMs],
  );
  const summary = useMemo(() => summarise(strip, timeZone), [strip, timeZone]);
  const point = cursorMs === null ? lastOf(points) : windowAt(points, cursorMs);
  return (
    <Strip
      title={heading ?? strip.title}
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
