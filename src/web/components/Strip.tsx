import type { ReactNode } from 'react';
import { StripDrawing, type StripDrawingProps } from './StripDrawing.tsx';

export interface StripProps extends StripDrawingProps {
  title: ReactNode;
  detail: string;
  readout: ReactNode;
}

/** One measure over the shared time axis. */
export function Strip({ title, detail, readout, ...drawing }: StripProps) {
  return (
    <figure className="strip">
      <figcaption>
        <span className="strip-title">{title}</span> <span className="muted">{detail}</span>
        <span className="strip-readout">{readout}</span>
      </figcaption>
      <StripDrawing {...drawing} />
    </figure>
  );
}
