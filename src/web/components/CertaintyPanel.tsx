import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { BINDING_WORDS, formatChance } from '../format/alert.ts';
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
      <p className="certainty-text">{describe(certainty)}</p>
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

type Certainty = NonNullable<AlertDetailsBody['diagnosis']>['certainty'];

function describe(certainty: Certainty | null): string {
  if (certainty === null) return 'Nothing is kept about how this bound came about.';
  const { binding, level, learntFrom } = certainty;
  if (binding === null) {
    return 'A person chose this bound: how often it is passed by chance is not known.';
  }
  const chance =
    level !== null && level > 0 ? ` It is passed by chance ${formatChance(level)}.` : '';
  const learnt =
    learntFrom === null || learntFrom === 0
      ? ' How windows differ without harm has not been learnt yet.'
      : ` How windows differ without harm was learnt from ${learntFrom.toLocaleString('en-US')} of them.`;
  return `The bound follows from ${BINDING_WORDS[binding]}.${chance}${learnt}`;
}
