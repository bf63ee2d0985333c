import type { DiagnosisBody } from '../../contract/alert-details.ts';
import { formatDigits, formatMeasured } from '../format/number.ts';
import { ShareBars } from './ShareBars.tsx';
import { SpreadBars } from './SpreadBars.tsx';

type Column = NonNullable<DiagnosisBody['column']>;

export interface ColumnChangePanelProps {
  column: Column;
  name: string;
}

/** What the column was, and what it is. */
export function ColumnChangePanel({ column, name }: ColumnChangePanelProps) {
  const { numeric, categories, missing, unseen } = column;
  const shares = [
    ...categories.map((one) => ({ ...one, name: one.category })),
    ...(unseen === null || !isThere(unseen) ? [] : [{ ...unseen, name: 'values never seen' }]),
    ...(isThere(missing) ? [{ ...missing, name: 'missing' }] : []),
  ];
  return (
    <section className="panel" aria-labelledby="column-title">
      <h2 id="column-title">What changed in {name}</h2>
      <p className="before-after-key" aria-hidden="true">
        <i className="is-before" /> baseline <i className="is-after" /> window
      </p>
      {numeric !== null && <SpreadBars numeric={numeric} />}
      {shares.length > 0 && <ShareBars shares={shares} />}
      <table className="numbers before-after">
        <caption className="hidden">{name} in the baseline and in the window</caption>
        <thead>
          <tr>
            <th scope="col">Of {name}</th>
            <th scope="col">Baseline</th>
            <th scope="col">Window</th>
          </tr>
        </thead>
        <tbody>
          {numeric !== null &&
            NUMBERS.map(([key, title]) => (
              <tr key={key}>
                <th scope="row">{title}</th>
                <td>{show(numeric[key].before, '')}</td>
                <td>{show(numeric[key].after, '')}</td>
              </tr>
            ))}
          {shares.map((share) => (
            <tr key={share.name}>
              <th scope="row">{share.name}</th>
              <td>{show(share.before, 'ratio')}</td>
              <td>{show(share.after, 'ratio')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const NUMBERS = [
  ['mean', 'mean'],
  ['low', '10th percentile'],
  ['median', 'median'],
  ['high', '90th percentile'],
] as const;

const isThere = ({ before, after }: Column['missing']) => (before ?? 0) > 0 || (after ?? 0) > 0;

function show(value: number | null, unit: string): string {
  if (value === null) return '–';
  return unit === '' ? formatDigits(value) : formatMeasured(value, unit);
}
