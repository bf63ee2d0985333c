import { useState } from 'react';
import type { BaselineBody } from '../../contract/baseline.ts';
import { formatDigits } from '../format/number.ts';
import { formatInstant, formatWindow, utcWindow } from '../format/time.ts';
import { ActivateButton } from './ActivateButton.tsx';

export interface BaselineTableProps {
  model: string;
  baselines: readonly BaselineBody[];
  timeZone: string;
  onCompare: (baselineId: string) => void;
}

/** What nobody looks at any more is a press away. */
const SHOWN = 8;

/** Every baseline: where it is from, and whether monitors judge by it. */
export function BaselineTable({ model, baselines, timeZone, onCompare }: BaselineTableProps) {
  const [all, setAll] = useState(false);
  // The ones in use are never folded away.
  const sorted = [...baselines].sort((a, b) => Number(b.active) - Number(a.active));
  const shown = all ? sorted : sorted.slice(0, SHOWN);
  return (
    <section className="panel" aria-labelledby="baselines-title">
      <h2 id="baselines-title">
        {baselines.length === 1 ? 'One baseline' : `${baselines.length} baselines`}
      </h2>
      <table className="fold-table">
        <caption className="hidden">Baselines, the ones in use first</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Period</th>
            <th scope="col" className="is-number">
              Rows
            </th>
            <th scope="col" className="is-number">
              Columns
            </th>
            <th scope="col">Made</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((baseline) => (
            <tr key={baseline.baselineId}>
              <th scope="row">
                {baseline.name}
                <span className="muted baseline-id">{baseline.baselineId}</span>
              </th>
              <td data-title="Period">
                <Period baseline={baseline} timeZone={timeZone} />
              </td>
              <td className="is-number" data-title="Rows">
                {formatDigits(baseline.rows)}
                {baseline.rows < baseline.sourceRows && (
                  <span className="muted"> of {formatDigits(baseline.sourceRows)}</span>
                )}
              </td>
              <td className="is-number" data-title="Columns">
                {baseline.columnCount}
              </td>
              <td data-title="Made">
                {formatInstant(Date.parse(baseline.createdAt), timeZone)}
                {baseline.createdBy !== '' && (
                  <span className="muted"> by {baseline.createdBy}</span>
                )}
              </td>
              <td data-title="State">
                <State model={model} baseline={baseline} onCompare={onCompare} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show {sorted.length - shown.length} more
        </button>
      )}
    </section>
  );
}

function Period({ baseline, timeZone }: { baseline: BaselineBody; timeZone: string }) {
  const { from, to, excluded, origin } = baseline;
  const source = origin === 'file' ? 'a file' : 'predictions';
  if (from === null || to === null) return <span className="muted">{source}, times not known</span>;
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return (
    <>
      <span title={utcWindow(fromMs, toMs)}>{formatWindow(fromMs, toMs, timeZone)}</span>
      <span className="muted"> of {source}</span>
      {excluded.map((one) => (
        <span className="excluded muted" key={`${one.from} ${one.to}`}>
          without {formatWindow(Date.parse(one.from), Date.parse(one.to), timeZone)}
          {one.reason !== '' && `: ${one.reason}`}
        </span>
      ))}
    </>
  );
}

interface StateProps {
  model: string;
  baseline: BaselineBody;
  onCompare: (baselineId: string) => void;
}

function State({ model, baseline, onCompare }: StateProps) {
  const { state, active, version, failure, name } = baseline;
  const serves = version === null ? '' : ` for version ${version}`;
  if (state !== 'ready') {
    return (
      <span className={state === 'failed' ? 'problem-line' : 'muted'}>
        {state === 'failed' ? `failed: ${failure ?? 'nobody knows why'}` : 'being made'}
      </span>
    );
  }
  return (
    <span className="baseline-state">
      {active ? (
        <strong>in use{serves}</strong>
      ) : (
        <ActivateButton model={model} baseline={baseline} />
      )}
      <button
        type="button"
        className="link"
        aria-label={`Compare ${name}`}
        onClick={() => onCompare(baseline.baselineId)}
      >
        Compare
      </button>
    </span>
  );
}
