import { Link } from '@tanstack/react-router';
import type { ImportBody } from '../../contract/import.ts';
import { formatInstant } from '../format/time.ts';
import { RefusedRows } from './RefusedRows.tsx';

const STEPS = [
  ['model', 'The model'],
  ['baseline', 'Its baseline: rows read, kinds found, profiles counted'],
  ['monitors', 'The monitors that the baseline recommends'],
  ['predictions', 'Predictions sent'],
  ['labels', 'Labels sent'],
  ['verdicts', 'Played back, and judged window by window'],
] as const;

const ORDER = ['waiting', ...STEPS.map(([phase]) => phase), 'done'];
const count = (rows: number) => rows.toLocaleString('en');

/** How far a file has come on its way to a watched model. */
export function ImportProgress({ state }: { state: ImportBody }) {
  const at = state.failure === null ? ORDER.indexOf(state.phase) : -1;
  return (
    <section className="import-progress" aria-label="Progress" aria-busy={state.endedAt === null}>
      <ol className="steps">
        {STEPS.map(([phase, words]) => {
          const place = ORDER.indexOf(phase);
          const doing = at === place;
          const figures = figuresOf(state, phase);
          const done = at > place || (at === -1 && figures !== '');
          return (
            <li key={phase} data-state={doing ? 'doing' : done ? 'done' : 'open'}>
              <span className="step-mark" aria-hidden="true">
                {done ? '✓' : doing ? '›' : '·'}
              </span>
              <span>
                {words}
                <span className="hidden">{done ? ', done' : doing ? ', under way' : ''}</span>
              </span>
              <span className="muted">{figures}</span>
            </li>
          );
        })}
      </ol>
      {state.endedAt === null && state.phase === 'predictions' && (
        <progress max={state.rows} value={state.predictions.sent} aria-label="Rows sent" />
      )}
      {state.phase === 'verdicts' && (
        <p>
          <Link to="/models/$model" params={{ model: state.model }}>
            Open the model meanwhile
          </Link>
        </p>
      )}
      {state.failure !== null && (
        <div role="alert" className="import-failure">
          <p>
            <strong>{state.failure.message}</strong> {state.failure.detail}
          </p>
          <p>{state.failure.hint}</p>
        </div>
      )}
      {state.endedAt !== null && state.failure === null && (
        <p className="import-action">
          <Link to="/models/$model" params={{ model: state.model }} className="button primary">
            {state.openAlerts === 0
              ? 'Open the model'
              : `Open the model: ${state.openAlerts} open alert${state.openAlerts === 1 ? '' : 's'}`}
          </Link>
        </p>
      )}
      <RefusedRows state={state} />
      {state.warnings.length > 0 && (
        <details>
          <summary>{state.warnings.length} notes</summary>
          <ul className="notes">
            {state.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function figuresOf(state: ImportBody, phase: (typeof STEPS)[number][0]): string {
  const { baseline, monitors, watermark } = state;
  if (phase === 'baseline') return baseline === null ? '' : `${count(baseline.rows)} rows`;
  if (phase === 'monitors') return monitors.join(', ');
  if (phase === 'verdicts') {
    return watermark === null ? '' : `until ${formatInstant(Date.parse(watermark), 'UTC')} UTC`;
  }
  if (phase === 'model') return state.phase === 'waiting' ? '' : state.model;
  const sent = state[phase];
  if (sent.sent === 0) return '';
  const refused = sent.refused === 0 ? '' : `, ${count(sent.refused)} refused`;
  return `${count(sent.accepted)} accepted${refused}; ${count(sent.rowsPerSecond)} rows/s`;
}
