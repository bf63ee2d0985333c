import { type ReactNode, useEffect, useRef } from 'react';
import type { DrawnStrip } from '../charts/draw-strip.ts';
import type { StripPlot } from '../charts/strip-plot.ts';

export interface StripProps {
  title: ReactNode;
  detail: string;
  readout: ReactNode;
  /** The chart in words. */
  summary: string;
  plot: StripPlot;
  height: number;
}

/** One measure over the shared time axis. */
export function Strip({ title, detail, readout, summary, plot, height }: StripProps) {
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnStrip | null>(null);
  const latest = useRef(plot);
  latest.current = plot;

  useEffect(() => {
    let gone = false;
    // The drawing library is half of all script: the page is read before it has come.
    void import('../charts/draw-strip.ts').then(({ drawStrip }) => {
      if (gone || element.current === null) return;
      drawn.current = drawStrip(element.current, latest.current);
    });
    return () => {
      gone = true;
      drawn.current?.dispose();
      drawn.current = null;
    };
  }, []);
  useEffect(() => drawn.current?.update(plot), [plot]);

  return (
    <figure className="strip">
      <figcaption>
        <span className="strip-title">{title}</span> <span className="muted">{detail}</span>
        <span className="strip-readout">{readout}</span>
      </figcaption>
      <div
        className="strip-plot"
        ref={element}
        style={{ height }}
        role="img"
        aria-label={summary}
      />
    </figure>
  );
}
