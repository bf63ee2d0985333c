import { useMutation } from '@tanstack/react-query';
import type { AlertBody } from '../../contract/alert.ts';
import { api } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { describeProblem } from '../format/problem.ts';
import { useKeys } from '../use-keys.ts';

/** Says that somebody looks after it, or no longer does. */
export function AcknowledgeButton({ alert }: { alert: AlertBody }) {
  const isOpen = alert.state === 'firing';
  const acknowledge = useMutation({
    mutationFn: () => (isOpen ? api.acknowledge(alert.alertId) : api.unacknowledge(alert.alertId)),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['alert', alert.alertId] }),
        queryClient.invalidateQueries({ queryKey: ['overview', alert.model] }),
      ]),
  });
  useKeys(isOpen && !acknowledge.isPending ? { a: () => acknowledge.mutate() } : {});
  if (alert.state === 'resolved') return null;
  return (
    <span className="acknowledge">
      <button
        type="button"
        disabled={acknowledge.isPending}
        onClick={() => acknowledge.mutate()}
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
      <span role="status" className="acknowledge-problem">
        {acknowledge.error !== null && describeProblem(acknowledge.error)}
      </span>
    </span>
  );
}
