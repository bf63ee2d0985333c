import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { SilenceBody } from '../../contract/silence.ts';
import { api } from '../api/client.ts';
import { forgetSilences } from '../api/queries.ts';
import { describeProblem } from '../format/problem.ts';
import { linesOf } from '../format/silence.ts';
import { useSettled } from '../use-settled.ts';
import { MatcherField } from './MatcherField.tsx';
import { RepeatFields, type RepeatText, readRepeat } from './RepeatFields.tsx';
import { SilencePreview } from './SilencePreview.tsx';

const HOUR_MS = 3_600_000;
const DURATIONS = [
  ['1 hour', HOUR_MS],
  ['4 hours', 4 * HOUR_MS],
  ['1 day', 24 * HOUR_MS],
  ['3 days', 72 * HOUR_MS],
  ['1 week', 168 * HOUR_MS],
  ['30 days', 720 * HOUR_MS],
  ['1 year', 8_760 * HOUR_MS],
] as const;
const AS_BEFORE = 0;

export interface SilenceFormProps {
  matchers: string;
  /** The silence that is edited. */
  before?: SilenceBody;
  onClose: () => void;
}

/** What to silence, how long and why, with what that would mute. */
export function SilenceForm({ matchers, before, onClose }: SilenceFormProps) {
  const id = useId();
  const [text, setText] = useState(matchers);
  const [lastingMs, setLastingMs] = useState(before === undefined ? 4 * HOUR_MS : AS_BEFORE);
  const [why, setWhy] = useState(before?.comment ?? '');
  const [repeat, setRepeat] = useState<RepeatText | null>(repeatOf(before));
  const settled = useSettled(text);
  const save = useMutation({
    mutationFn: () => {
      // It lasts from when it begins, which may be still to come.
      const startsMs = Math.max(Date.now(), Date.parse(before?.startsAt ?? '') || 0);
      const draft = {
        matchers: linesOf(text),
        endsAt:
          before !== undefined && lastingMs === AS_BEFORE ? before.endsAt : startsMs + lastingMs,
        comment: why,
        ...(before !== undefined && startsMs === Date.parse(before.startsAt)
          ? { startsAt: before.startsAt }
          : {}),
        ...(repeat === null ? {} : { repeat: readRepeat(repeat) }),
      };
      return before === undefined
        ? api.createSilence(draft)
        : api.replaceSilence(before.silenceId, draft);
    },
    onSuccess: async () => {
      await forgetSilences();
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form
      className="silence-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <MatcherField
        label="What, one matcher a line"
        example={'model=churn\ncolumn=~"inc.*"'}
        value={text}
        onChange={setText}
      />
      <div className="silence-row">
        <div className="silence-field">
          <label htmlFor={`${id}-for`}>{repeat === null ? 'For' : 'Stop repeating after'}</label>
          <select
            id={`${id}-for`}
            value={lastingMs}
            onChange={(event) => setLastingMs(Number(event.target.value))}
          >
            {before !== undefined && <option value={AS_BEFORE}>as it was</option>}
            {DURATIONS.map(([name, ms]) => (
              <option key={ms} value={ms}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="silence-field silence-why">
          <label htmlFor={`${id}-why`}>Why</label>
          <input
            id={`${id}-why`}
            required
            maxLength={2000}
            value={why}
            onChange={(event) => setWhy(event.target.value)}
            // biome-ignore lint/a11y/noAutofocus: the one field that nobody else can fill
            autoFocus
          />
        </div>
      </div>
      <RepeatFields value={repeat} onChange={setRepeat} />
      <SilencePreview matchers={linesOf(settled)} />
      <div className="silence-row">
        <button type="submit" disabled={save.isPending || why.trim() === ''}>
          {before === undefined ? 'Silence' : 'Save'}
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
        <span role="status" className="acknowledge-problem">
          {save.error !== null && describeProblem(save.error)}
        </span>
      </div>
    </form>
  );
}

function repeatOf(before: SilenceBody | undefined): RepeatText | null {
  if (before === undefined || before.repeat === null) return null;
  const { cron, durationMinutes, timeZone } = before.repeat;
  return { cron, minutes: String(durationMinutes), timeZone };
}
