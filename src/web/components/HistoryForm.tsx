import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BaselineBody } from '../../contract/baseline.ts';
import type { BaselineProposalBody } from '../../contract/baseline-history.ts';
import { wordsFor } from '../api/api-problem.ts';
import { baselineApi, comparisonQuery } from '../api/baselines.ts';
import { draftOf, type HistoryDraft, type ReadDraft, readDraft } from '../format/history-draft.ts';
import { formatDigits } from '../format/number.ts';
import { ComparedTable } from './ComparedTable.tsx';
import { ExcludedFields } from './ExcludedFields.tsx';

export interface HistoryFormProps {
  model: string;
  proposed: BaselineProposalBody;
  active: BaselineBody | undefined;
  timeZone: string;
  onClose: () => void;
}

/** Which part of the past becomes a baseline, with how it differs from the one in use. */
export function HistoryForm({ model, proposed, active, timeZone, onClose }: HistoryFormProps) {
  const [draft, setDraft] = useState<HistoryDraft>(() => draftOf(proposed, timeZone));
  const [previewed, setPreviewed] = useState<ReadDraft | null>(null);
  const read = readDraft(draft, timeZone);
  const change = (part: Partial<HistoryDraft>) => setDraft({ ...draft, ...part });
  const make = useMutation({
    mutationFn: (period: ReadDraft) => {
      const name = draft.name.trim();
      const { activate } = draft;
      return baselineApi.fromHistory(model, {
        ...period,
        activate,
        ...(name === '' ? {} : { name }),
      });
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (typeof read !== 'string') make.mutate(read);
  }
  if (make.data !== undefined) {
    const { baseline, warnings } = make.data;
    return (
      <div role="status">
        <p>
          “{baseline.name}” was made of {formatDigits(baseline.rows)} predictions
          {baseline.active ? ', and monitors judge by it from the next window on.' : '.'}
        </p>
        {warnings.map((warning) => (
          <p className="muted" key={warning}>
            {warning}
          </p>
        ))}
        <button type="button" onClick={onClose}>
          Done
        </button>
      </div>
    );
  }
  return (
    <form onSubmit={submit} aria-label="New baseline" className="history-form">
      <p className="muted">Times are of {timeZone}.</p>
      <div className="fields">
        <label>
          <span>From</span>
          <input
            type="datetime-local"
            required
            value={draft.from}
            onChange={(event) => change({ from: event.target.value })}
          />
        </label>
        <label>
          <span>Until</span>
          <input
            type="datetime-local"
            required
            value={draft.to}
            onChange={(event) => change({ to: event.target.value })}
          />
        </label>
        <label>
          <span>Name</span>
          <input
            placeholder="from history"
            maxLength={200}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </label>
      </div>
      <ExcludedFields
        value={draft.exclude}
        start={{ from: draft.from, to: draft.to }}
        onChange={(exclude) => change({ exclude })}
      />
      <label className="history-use">
        <input
          type="checkbox"
          checked={draft.activate}
          onChange={(event) => change({ activate: event.target.checked })}
        />{' '}
        Judge by it from the next window on
      </label>
      <p className="history-actions">
        {active !== undefined && (
          <button
            type="button"
            disabled={typeof read === 'string'}
            onClick={() => setPreviewed(typeof read === 'string' ? null : read)}
          >
            How does it differ?
          </button>
        )}
        <button
          type="submit"
          className="primary"
          disabled={make.isPending || typeof read === 'string'}
        >
          {make.isPending ? 'Making it …' : 'Make the baseline'}
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
      </p>
      <p role="alert" className="problem-line">
        {typeof read === 'string' ? read : make.error !== null && wordsFor(make.error)}
      </p>
      {previewed !== null && active !== undefined && (
        <Preview model={model} active={active} period={previewed} />
      )}
    </form>
  );
}

interface PreviewProps {
  model: string;
  active: BaselineBody;
  period: ReadDraft;
}

function Preview({ model, active, period }: PreviewProps) {
  const { from, to } = period;
  const exclude = period.exclude.map((one) => `${one.from}/${one.to}`).join(',');
  const { data, error } = useQuery(
    comparisonQuery(model, active.baselineId, { from, to, ...(exclude === '' ? {} : { exclude }) }),
  );
  if (error !== null) return <p className="problem-line">{wordsFor(error)}</p>;
  if (data === undefined) {
    return (
      <p className="muted" role="status">
        Counting the period on the bins of “{active.name}” …
      </p>
    );
  }
  return (
    <div className="preview">
      <p>
        {data.drifted === 0
          ? `None of ${data.compared} columns differs`
          : `${data.drifted} of ${data.compared} columns ${data.drifted === 1 ? 'differs' : 'differ'}`}{' '}
        from “{active.name}” by more than chance; {formatDigits(data.after.rows)} predictions.{' '}
        {data.notes.join(' ')}
      </p>
      <ComparedTable columns={data.columns} chosen={null} />
    </div>
  );
}
