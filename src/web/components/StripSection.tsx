import { useId, useState } from 'react';
import type { StripData } from '../charts/strips.ts';
import { LiveStrip } from './LiveStrip.tsx';
import { StripTable } from './StripTable.tsx';

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
          Show {hidden} more
        </button>
      )}
    </section>
  );
}
