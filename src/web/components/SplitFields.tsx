import type { FileBody } from '../../contract/file.ts';
import { type ImportForm, roleOf, toInput } from '../format/import-draft.ts';
import { formatInstant } from '../format/time.ts';
import { FileDrop } from './FileDrop.tsx';

export interface SplitFieldsProps {
  file: FileBody;
  /** A file of its own for the baseline. */
  baseline: FileBody | undefined;
  form: ImportForm;
  onChange: (form: ImportForm) => void;
  onBaseline: (fileId: string | undefined) => void;
}

/** Which rows are how things should be, and which are to be looked at. */
export function SplitFields({ file, baseline, form, onChange, onBaseline }: SplitFieldsProps) {
  const span = file.columns.find((column) => roleOf(form, column) === 'time')?.time ?? null;
  if (baseline !== undefined) {
    return (
      <p>
        The baseline is {baseline.name}, {baseline.rows.toLocaleString('en')} rows; all of{' '}
        {file.name} is sent.{' '}
        <button type="button" className="link" onClick={() => onBaseline(undefined)}>
          Split this file instead
        </button>
      </p>
    );
  }
  return (
    <>
      <div className="fields">
        {span !== null && !form.baselineOnly && (
          <label>
            <span>Baseline before (UTC)</span>
            <input
              type="datetime-local"
              required
              value={form.splitAt}
              min={toInput(span.first)}
              max={toInput(span.last)}
              onChange={(event) => onChange({ ...form, splitAt: event.target.value })}
            />
          </label>
        )}
        <label className="check">
          <input
            type="checkbox"
            checked={form.baselineOnly}
            disabled={span === null}
            onChange={(event) => onChange({ ...form, baselineOnly: event.target.checked })}
          />
          <span>The whole file is the baseline; predictions come later</span>
        </label>
      </div>
      <p className="muted">
        {span === null
          ? 'No column holds the time of a row, so nothing can be sent as predictions.'
          : `Rows of ${formatInstant(Date.parse(span.first), 'UTC')} to ${formatInstant(Date.parse(span.last), 'UTC')} UTC. What comes before the split is how things should be; what comes after is played back and compared with it.`}
      </p>
      {span !== null && (
        <details>
          <summary>The baseline is another file</summary>
          <FileDrop label="The rows to compare with" onBrought={(one) => onBaseline(one.fileId)} />
        </details>
      )}
    </>
  );
}
