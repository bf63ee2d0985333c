import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SilenceBody } from '../../contract/silence.ts';
import { api } from '../api/client.ts';
import { forgetSilences } from '../api/queries.ts';
import { describeProblem } from '../format/problem.ts';
import { describeRepeat, describeWhen } from '../format/silence.ts';
import { SilenceForm } from './SilenceForm.tsx';

export interface SilenceItemProps {
  silence: SilenceBody;
  timeZone: string;
}

export function SilenceItem({ silence, timeZone }: SilenceItemProps) {
  const [isEdited, setEdited] = useState(false);
  const expire = useMutation({
    mutationFn: () => api.expireSilence(silence.silenceId),
    onSettled: forgetSilences,
  });
  const repeat = describeRepeat(silence, timeZone);
  const isOver = silence.state === 'expired';
  return (
    <li id={silence.silenceId} className={`silence is-${silence.state}`}>
      <p className="silence-head">
        <strong>{silence.comment}</strong>{' '}
        <span className="muted">
          {silence.author}, {silence.state} {describeWhen(silence, timeZone)}
        </span>
      </p>
      {repeat !== null && <p className="muted">Maintenance window: {repeat}</p>}
      <p className="silence-matchers">
        {silence.matchers.map((matcher) => (
          <code key={matcher}>{matcher}</code>
        ))}
      </p>
      <p className="silence-row">
        {!isOver && (
          <>
            <button type="button" disabled={expire.isPending} onClick={() => expire.mutate()}>
              End now
            </button>
            <button type="button" className="quiet" onClick={() => setEdited(!isEdited)}>
              Edit
            </button>
          </>
        )}
        <span role="status" className="acknowledge-problem">
          {expire.error !== null && describeProblem(expire.error)}
        </span>
      </p>
      {isEdited && !isOver && (
        <SilenceForm
          matchers={silence.matchers.join('\n')}
          before={silence}
          onClose={() => setEdited(false)}
        />
      )}
    </li>
  );
}
