import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertBody } from '../../contract/alert.ts';
import { api } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { describeProblem } from '../format/problem.ts';
import { useKeys } from '../use-keys.ts';
import { CommentForm } from './CommentForm.tsx';

/** Says that somebody looks after it, or no longer does, and what they have to say about it. */
export function AcknowledgeButton({ alert }: { alert: AlertBody }) {
  const [isCommenting, setCommenting] = useState(false);
  const isOpen = alert.state === 'firing';
  const { mutate, isPending, error } = useMutation({
    mutationFn: (action: { readonly giveBack?: true; readonly comment?: string }) =>
      action.giveBack === true
        ? api.unacknowledge(alert.alertId, action.comment)
        : api.acknowledge(alert.alertId, action.comment),
    onSuccess: () => setCommenting(false),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['alert', alert.alertId] }),
        queryClient.invalidateQueries({ queryKey: ['overview', alert.model] }),
      ]),
  });
  useKeys(isOpen && !isPending ? { a: () => mutate({}) } : {});
  if (alert.state === 'resolved') return null;
  return (
    <span className="acknowledge">
      {isCommenting ? (
        <CommentForm
          words={isOpen ? 'Acknowledge' : 'Add it'}
          pending={isPending}
          onSubmit={(comment) => mutate({ comment })}
          onClose={() => setCommenting(false)}
          {...(isOpen
            ? {}
            : { onGiveBack: (comment: string) => mutate({ giveBack: true, comment }) })}
        />
      ) : (
        <>
          <button
            type="button"
            disabled={isPending}
            onClick={() => mutate(isOpen ? {} : { giveBack: true })}
            {...(isOpen ? { 'aria-keyshortcuts': 'a' } : {})}
          >
            {isOpen ? (
              <>
                Acknowledge <kbd>a</kbd>
              </>
            ) : (
              'Give it back'
            )}
          </button>
          <button type="button" className="quiet" onClick={() => setCommenting(true)}>
            {isOpen ? 'With a comment' : 'Add a comment'}
          </button>
        </>
      )}
      <span role="status" className="acknowledge-problem">
        {error !== null && describeProblem(error)}
      </span>
    </span>
  );
}
