import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AlertBody } from '../../contract/alert.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { api } from '../api/client.ts';
import type { MetricBody } from '../api/paths.ts';
import { queryClient } from '../api/queries.ts';
import { formatMeasured } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { formatAge, formatStart } from '../format/time.ts';
import { useKeys } from '../use-keys.ts';
import { SilencedMark } from './SilencedMark.tsx';
import { VerdictMark } from './VerdictMark.tsx';

export interface AlertTableProps {
  alerts: readonly AlertBody[];
  metrics: readonly MetricBody[];
  asOfMs: number;
}

/** Worst first; `a` acknowledges the one that has the focus. */
export function AlertTable({ alerts, metrics, asOfMs }: AlertTableProps) {
  const acknowledge = useMutation({
    mutationFn: (alertId: string) => api.acknowledge(alertId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['alerts'] }),
  });
  useKeys({
    a: () => {
      const alertId = (document.activeElement as HTMLElement | null)?.dataset['alert'];
      const alert = alerts.find((one) => one.alertId === alertId);
      if (alert?.state === 'firing') acknowledge.mutate(alert.alertId);
    },
  });
  return (
    <>
      <p className="alert-hint muted" role="status">
        {acknowledge.error !== null ? (
          wordsFor(acknowledge.error)
        ) : (
          <span className="keys-hint">
            <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>a</kbd> acknowledges.
          </span>
        )}
      </p>
      <ul className="alert-table" aria-label="Alerts, worst first">
        {alerts.map((alert) => (
          <AlertRow
            key={alert.alertId}
            alert={alert}
            metric={metrics.find((one) => one.id === alert.metric)}
            asOfMs={asOfMs}
          />
        ))}
      </ul>
    </>
  );
}

interface AlertRowProps {
  alert: AlertBody;
  metric: MetricBody | undefined;
  asOfMs: number;
}

function AlertRow({ alert, metric, asOfMs }: AlertRowProps) {
  const { state, severity, value, timeZone, silencedBy } = alert;
  const unit = metric?.unit ?? 'none';
  const what = metric?.title ?? alert.metric ?? alert.check;
  const openedMs = Date.parse(alert.openedWindow);
  const bound = severity === 'critical' ? alert.critical : (alert.warning ?? alert.critical);
  const isOver = state === 'resolved';
  return (
    <li className={isOver ? 'alert-row is-resolved' : 'alert-row'}>
      {isOver ? (
        <span className="muted">was {severity}</span>
      ) : (
        <VerdictMark verdict={severity} word={alert.priority === 'urgent' ? 'urgent' : severity} />
      )}
      <span className="alert-row-state">
        {state}
        {alert.historical && ', historical'}
        {state === 'acknowledged' && alert.acknowledgedBy !== null && (
          <span className="muted"> by {alert.acknowledgedBy}</span>
        )}
        {silencedBy[0] !== undefined && (
          <SilencedMark words={silencedBy[0].reason} title={silencedBy[0].comment} />
        )}
      </span>
      <span className="alert-row-what">
        <Link
          to="/alerts/$alertId"
          params={{ alertId: alert.alertId }}
          className="alert-row-link"
          data-alert={alert.alertId}
        >
          {alert.column === null ? what : `${what} of ${alert.column}`}
        </Link>
        <span className="muted">
          {' '}
          in {nameSegment(alert.segment)} of{' '}
          <Link to="/models/$model" params={{ model: alert.model }} className="alert-row-model">
            {alert.model}
          </Link>
        </span>
      </span>
      <span className="alert-row-value">
        {value !== null && formatMeasured(value, unit)}
        {value !== null && bound !== null && (
          <span className="muted"> bound {formatMeasured(bound, unit)}</span>
        )}
      </span>
      <time
        className="alert-row-age muted"
        dateTime={alert.openedWindow}
        title={`${alert.openedWindow} (UTC)`}
      >
        {formatStart(openedMs, timeZone)}, {formatAge(asOfMs - openedMs)}
      </time>
    </li>
  );
}

function wordsFor(error: Error): string {
  if (error instanceof ApiProblem && error.code === 'scope_missing') {
    return 'Your key may only read. It takes a key with the scope admin.';
  }
  return error.message;
}
