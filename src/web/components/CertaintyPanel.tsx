import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { describeBound } from '../format/bound.ts';
import { formatDigits, formatMeasured } from '../format/number.ts';
import { BoundScale } from './BoundScale.tsx';

export interface CertaintyPanelProps {
  alert: AlertDetailsBody;
  unit: string;
}

/** How sure is it: value against bound, and where the bound came from. */
export function CertaintyPanel({ alert, unit }: CertaintyPanelProps) {
  const { value, warning, critical, n, m, diagnosis } = alert;
  const certainty = diagnosis?.certainty ?? null;
  const show = (one: number | null) => (one === null ? '–' : formatMeasured(one, unit));
  const count = (one: number) => formatDigits(Math.round(one));
  return (
    <section className="panel" aria-labelledby="certainty-title">
      <h2 id="certainty-title">How sure is it?</h2>
      <BoundScale alert={alert} unit={unit} />
      <dl className="facts">
        <Fact name="Value">{show(value)}</Fact>
        {warning !== null && <Fact name="Warning bound">{show(warning)}</Fact>}
        {critical !== null && <Fact name="Critical bound">{show(critical)}</Fact>}
        {n !== null && <Fact name="Rows in the window">{count(n)}</Fact>}
        {m !== null && m > 0 && <Fact name="Rows in the baseline">{count(m)}</Fact>}
        {certainty !== null && certainty.minimumDetectable !== null && (
          <Fact name="Smallest change it finds">{show(certainty.minimumDetectable)}</Fact>
        )}
      </dl>
      <p className="certainty-text">{describeBound(certainty)}</p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
