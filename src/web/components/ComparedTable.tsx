import { useState } from 'react';
import type { ComparedColumnBody } from '../../contract/baseline-history.ts';
import { formatDigits } from '../format/number.ts';
import { VerdictMark } from './VerdictMark.tsx';

export interface ComparedTableProps {
  columns: readonly ComparedColumnBody[];
  /** Whose distribution is shown; null where none can be. */
  chosen: string | null;
  onChoose?: (name: string) => void;
}

const SHOWN = 20;

/** How each column differs, the most important difference first. */
export function ComparedTable({ columns, chosen, onChoose }: ComparedTableProps) {
  const [all, setAll] = useState(false);
  const shown = all ? columns : columns.slice(0, SHOWN);
  return (
    <>
      <table className="fold-table compared">
        <caption className="hidden">Columns, the most important difference first</caption>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Verdict</th>
            <th scope="col">Metric</th>
            <th scope="col" className="is-number">
              Value
            </th>
            <th scope="col" className="is-number">
              Bound
            </th>
            <th scope="col">What is different</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={one.column} className={one.name === chosen ? 'is-chosen' : ''}>
              <th scope="row">
                {onChoose === undefined ? (
                  one.name
                ) : (
                  <button
                    type="button"
                    className="link"
                    aria-pressed={one.name === chosen}
                    onClick={() => onChoose(one.name)}
                  >
                    {one.name}
                  </button>
                )}
              </th>
              <td data-title="Verdict">
                <VerdictMark verdict={one.severity} />
              </td>
              <td data-title="Metric">{one.metric?.replaceAll('_', ' ') ?? '–'}</td>
              <td className="is-number" data-title="Value">
                {one.value === null ? '–' : formatDigits(one.value)}
              </td>
              <td className="is-number" data-title="Bound">
                {one.bound === null ? '–' : formatDigits(one.bound)}
              </td>
              <td data-title="Difference">
                {one.sentence === '' ? (
                  <span className="muted">nothing that matters</span>
                ) : (
                  one.sentence
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show {columns.length - shown.length} more
        </button>
      )}
    </>
  );
}
