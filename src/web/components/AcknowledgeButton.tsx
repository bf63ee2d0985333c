import { useMutation } from '@tanstack/react-query';
import type { AlertBody } from '../../contract/alert.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { api } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { useKeys } from '../use-keys.ts';

/** Says that somebody looks after it. */
export function AcknowledgeButton({ alert }: { alert: AlertBody }) {
  const acknowledge = useMutation({
    mutationFn: () => api.acknowledge(alert.alertId),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['alert', alert.alertId] }),
        queryClient.invalidateQueries({ queryKey: ['overview', alert.model] }),
      ]),
  });
  const isOpen = alert.state === 'firing';
  useKeys(isOpen && !acknowledge.isPending ? { a: () => acknowledge.mutate() } : {});
  if (!isOpen) return null;
  return (
    <span className="acknowledge">
      <button
        type="button"
        disabled={acknowledge.isPending}
        onClick={() => acknowledge.mutate()}
        aria-keyshortcuts="a"
      >
        Acknowledge <kbd>a</kbd>
      </button>
      <span role="status" className="acknowledge-problem">
        {acknowledge.error !== null && wordsFor(acknowledge.error)}
      </span>
    </span>
  );
}

function wordsFor(error: Error): string {
  if (error instanceof ApiProblem && error.code === 'scope_missing') {
    return 'Your key may only read. It takes a key with the scope admin.';
  }
  return error.message;
}
