import { ERRORS } from '../../contract/errors.ts';
import type { RowCounts } from '../api/quarantine-paths.ts';

export interface RefusalCountsProps {
  predictions: RowCounts;
  labels: RowCounts;
}

const count = (rows: number) => rows.toLocaleString('en');

/** How many rows were refused with each code, what it means, and what to do about it. */
export function RefusalCounts({ predictions, labels }: RefusalCountsProps) {
  const codes = [
    ...new Set([...Object.keys(predictions.refusedByCode), ...Object.keys(labels.refusedByCode)]),
  ].sort();
  if (codes.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="codes-title">
      <h2 id="codes-title">Refused, by what was wrong</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable */}
      <section className="table-scroll" tabIndex={0} aria-label="Refused rows by code">
        <table className="fold-table numbers checks">
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">Predictions</th>
              <th scope="col">Labels</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {codes.map((code) => {
              const known = Object.entries(ERRORS).find(([name]) => name === code)?.[1];
              return (
                <tr key={code}>
                  <th scope="row">{code}</th>
                  <td data-title="Predictions">{count(predictions.refusedByCode[code] ?? 0)}</td>
                  <td data-title="Labels">{count(labels.refusedByCode[code] ?? 0)}</td>
                  <td>{known === undefined ? '' : `${known.message} ${known.hint}`}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
