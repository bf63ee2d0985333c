import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { FileBody } from '../../contract/file.ts';
import type { ImportBody } from '../../contract/import.ts';
import { queryClient } from '../api/queries.ts';
import { fileQuery, importQuery } from '../api/set-up.ts';
import { FileDrop } from '../components/FileDrop.tsx';
import { ImportPlanForm } from '../components/ImportPlanForm.tsx';
import { ImportProgress } from '../components/ImportProgress.tsx';
import { Problem } from '../components/Problem.tsx';
import type { ImportForm } from '../format/import-draft.ts';

const newRoute = getRouteApi('/new');

/** What does your file say? */
export function NewPage() {
  const { file: fileId, baseline: baselineId, run } = newRoute.useSearch();
  const navigate = useNavigate({ from: '/new' });
  const [started, setStarted] = useState<{ fileId: string; form: ImportForm } | null>(null);
  const file = useQuery({ ...fileQuery(fileId ?? ''), enabled: fileId !== undefined });
  const baseline = useQuery({ ...fileQuery(baselineId ?? ''), enabled: baselineId !== undefined });
  const state = useQuery({ ...importQuery(run ?? ''), enabled: run !== undefined });
  const ended = state.data?.endedAt != null && state.data.failure === null;
  const clean = ended && state.data?.refusedByCode.length === 0;
  const model = state.data?.model;
  useEffect(() => {
    document.title = 'New model · Leeway';
  }, []);
  useEffect(() => {
    if (!clean || model === undefined) return;
    // Nothing is left to be read here.
    void queryClient.invalidateQueries({ queryKey: ['fleet'] });
    void navigate({ to: '/models/$model', params: { model }, replace: true });
  }, [clean, model, navigate]);

  const head = (answer: string) => (
    <>
      <h1 className="question">What does your file say?</h1>
      <p className="answer">{answer}</p>
    </>
  );
  if (run !== undefined) {
    if (state.data === undefined && state.error !== null) {
      return <Problem error={state.error} onRetry={() => void navigate({ search: {} })} />;
    }
    if (state.data === undefined) return head('Asking how far it has come…');
    return (
      <>
        {head(sentenceOf(state.data))}
        <ImportProgress state={state.data} />
        {state.data.failure !== null && fileId !== undefined && (
          <button
            type="button"
            onClick={() => void navigate({ search: ({ run: _, ...rest }) => rest })}
          >
            Correct it and try again
          </button>
        )}
      </>
    );
  }
  if (fileId === undefined) {
    return (
      <>
        {head('Drop a table of predictions. Its past becomes the baseline, the rest is judged.')}
        <FileDrop
          label="Your predictions, with their time and whatever they were made of"
          onBrought={(body) => void navigate({ search: { file: body.fileId } })}
        />
        <p className="muted">
          Nothing is made before you have seen what every column was taken for. Of a terminal:{' '}
          <code>leeway import predictions.csv</code>
        </p>
      </>
    );
  }
  if (file.data === undefined) {
    if (file.error === null) return head('Reading what the file says…');
    return <Problem error={file.error} onRetry={() => void navigate({ search: {} })} />;
  }
  return (
    <>
      {head(describe(file.data))}
      <p>
        <button type="button" className="link" onClick={() => void navigate({ search: {} })}>
          Bring another file
        </button>
      </p>
      <BadRows file={file.data} />
      <ImportPlanForm
        key={fileId}
        file={file.data}
        before={started?.fileId === fileId ? started.form : undefined}
        baseline={baselineId === undefined ? undefined : baseline.data}
        onBaseline={(id) =>
          void navigate({
            search: { file: fileId, ...(id === undefined ? {} : { baseline: id }) },
          })
        }
        onStarted={({ importId }, form) => {
          setStarted({ fileId, form });
          void navigate({ search: (before) => ({ ...before, run: importId }) });
        }}
      />
    </>
  );
}

const count = (rows: number) => rows.toLocaleString('en');

function describe({ name, rows, columns, badRowCount }: FileBody): string {
  const bad =
    badRowCount === 0
      ? ''
      : ` ${count(badRowCount)} row${badRowCount === 1 ? '' : 's'} cannot be read.`;
  return `${name} has ${count(rows)} rows of ${columns.length} columns.${bad}`;
}

function BadRows({ file }: { file: FileBody }) {
  if (file.badRowCount === 0) return null;
  return (
    <details>
      <summary>The first rows that cannot be read</summary>
      <ul className="notes">
        {file.badRows.map(({ rowNumber, message, raw }) => (
          <li key={rowNumber}>
            Row {rowNumber}: {message} {raw !== '' && <code>{raw}</code>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function sentenceOf(state: ImportBody): string {
  if (state.failure !== null) return `${state.model} could not be made.`;
  if (state.endedAt === null) return `${state.model} is being made…`;
  if (state.openAlerts === 0) return `${state.model} is watched. Nothing fired.`;
  const alerts = state.openAlerts === 1 ? 'One alert is' : `${state.openAlerts} alerts are`;
  return `${state.model} is watched. ${alerts} open.`;
}
