import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { FileBody } from '../../contract/file.ts';
import type { ImportBody } from '../../contract/import.ts';
import { wordsFor } from '../api/api-problem.ts';
import { setUpApi } from '../api/set-up.ts';
import { draftOf, formOf, type ImportForm, roleOf } from '../format/import-draft.ts';
import { ColumnRoles } from './ColumnRoles.tsx';
import { FilePreview } from './FilePreview.tsx';
import { OutputFields } from './OutputFields.tsx';
import { SplitFields } from './SplitFields.tsx';

export interface ImportPlanFormProps {
  file: FileBody;
  /** What was decided before, where a run of it failed. */
  before: ImportForm | undefined;
  baseline: FileBody | undefined;
  onBaseline: (fileId: string | undefined) => void;
  onStarted: (started: ImportBody, form: ImportForm) => void;
}

/** What a file was taken for, to be corrected, and the button that makes a model of it. */
export function ImportPlanForm(props: ImportPlanFormProps) {
  const { file, before, baseline, onBaseline, onStarted } = props;
  const [form, setForm] = useState<ImportForm>(() => before ?? formOf(file));
  const start = useMutation({
    mutationFn: () => setUpApi.startImport(draftOf(form, file, baseline?.fileId ?? null)),
    onSuccess: (started) => onStarted(started, form),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    start.mutate();
  }
  const features = file.columns.filter((column) =>
    ['feature', 'segment'].includes(roleOf(form, column)),
  ).length;
  return (
    <form onSubmit={submit} className="import-form">
      <section className="panel" aria-labelledby="columns-title">
        <h2 id="columns-title">What every column is</h2>
        <FilePreview file={file} />
        <ColumnRoles file={file} form={form} onChange={setForm} />
      </section>
      <section className="panel" aria-labelledby="answers-title">
        <h2 id="answers-title">What the model answers</h2>
        <OutputFields form={form} reason={file.output?.reason ?? ''} onChange={setForm} />
      </section>
      <section className="panel" aria-labelledby="split-title">
        <h2 id="split-title">What is normal, and what is to be looked at</h2>
        <SplitFields
          file={file}
          baseline={baseline}
          form={form}
          onChange={setForm}
          onBaseline={onBaseline}
        />
      </section>
      <section className="panel" aria-labelledby="name-title">
        <h2 id="name-title">The model</h2>
        <div className="fields">
          <label>
            <span>Name</span>
            <input
              required
              maxLength={200}
              value={form.model}
              onChange={(event) => setForm({ ...form, model: event.target.value })}
            />
          </label>
          <label>
            <span>Time zone of its days</span>
            <input
              value={form.timeZone}
              list="time-zones"
              onChange={(event) => setForm({ ...form, timeZone: event.target.value })}
            />
            <datalist id="time-zones">
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </datalist>
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={form.monitors}
              onChange={(event) => setForm({ ...form, monitors: event.target.checked })}
            />
            <span>Make the monitors that its baseline recommends</span>
          </label>
        </div>
        <p className="import-action">
          <button type="submit" className="primary" disabled={start.isPending || features === 0}>
            {start.isPending ? 'Beginning…' : 'Make the model'}
          </button>{' '}
          <span className="muted">
            {features === 0 ? 'No column is a feature.' : `${features} features are compared.`}
          </span>
        </p>
        <p role="alert" className="problem-line">
          {start.error !== null && wordsFor(start.error)}
        </p>
      </section>
    </form>
  );
}
