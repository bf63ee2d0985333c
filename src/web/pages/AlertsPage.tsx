import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { AlertBody } from '../../contract/alert.ts';
import { alertsQuery, fleetQuery, metricsQuery } from '../api/queries.ts';
import { AlertFilters } from '../components/AlertFilters.tsx';
import { AlertTable } from '../components/AlertTable.tsx';
import { Problem } from '../components/Problem.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { moveFocus } from '../move-focus.ts';
import type { AlertsSearch } from '../search.ts';
import { useKeys } from '../use-keys.ts';

const alertsRoute = getRouteApi('/alerts');
const LINKS = 'a.alert-row-link';
const MOST = 200;

/** What fired, and who has it? */
export function AlertsPage() {
  const search = alertsRoute.useSearch();
  const navigate = alertsRoute.useNavigate();
  const { data, error, refetch, dataUpdatedAt, isPlaceholderData } = useQuery(
    alertsQuery(queryOf(search)),
  );
  // Names for the filter: what fired is read first.
  const { data: fleet } = useQuery({ ...fleetQuery, enabled: data !== undefined });
  const { data: known } = useQuery(metricsQuery);
  const list = useRef<HTMLDivElement>(null);
  useKeys({
    j: () => moveFocus(list.current, 1, LINKS),
    k: () => moveFocus(list.current, -1, LINKS),
    '/': () => document.getElementById('alerts-model')?.focus(),
  });
  // Rows of the filter before must not be told in the words of this one.
  const answer = data === undefined || isPlaceholderData ? '' : describe(data.alerts, search);
  useEffect(() => {
    document.title = answer === '' ? 'Alerts · Leeway' : `${answer} · Leeway`;
  }, [answer]);

  if (data === undefined && error !== null) {
    return <Problem error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <h1 className="question">What fired, and who has it?</h1>
      <p className="answer">
        {answer === '' ? <span className="skeleton" style={{ width: '32ch' }} /> : answer}
      </p>
      <StaleBanner error={data === undefined ? null : error} updatedAtMs={dataUpdatedAt} />
      <AlertFilters
        search={search}
        models={fleet?.models.map(({ name }) => name) ?? []}
        onChange={(next) => void navigate({ search: next, replace: true })}
      />
      {data === undefined ? (
        <span className="skeleton" style={{ width: '100%', height: 320 }} aria-hidden="true" />
      ) : data.alerts.length === 0 ? (
        <Empty search={search} onAll={() => void navigate({ search: { state: 'all' } })} />
      ) : (
        <div ref={list} className={isPlaceholderData ? 'is-loading' : ''}>
          <AlertTable alerts={data.alerts} metrics={known?.metrics ?? []} asOfMs={dataUpdatedAt} />
          {data.alerts.length === MOST && (
            <p className="muted">
              These are the {MOST} worst. Filter by model or severity to see the others.
            </p>
          )}
        </div>
      )}
    </>
  );
}

function Empty({ search, onAll }: { search: AlertsSearch; onAll: () => void }) {
  const isAllOfOpen = search.state === undefined && !isFiltered(search);
  return (
    <section className="notice">
      <p>
        {isAllOfOpen
          ? 'Nothing is open: no check is out of bounds where a monitor looks.'
          : 'No alert matches.'}
      </p>
      <p>
        <button type="button" className="link" onClick={onAll}>
          Show all, with those that are over
        </button>
      </p>
    </section>
  );
}

/** Others may be open that the filter leaves out. */
const isFiltered = ({ severity, model }: AlertsSearch): boolean =>
  severity !== undefined || model !== undefined;

function queryOf({ state, severity, model }: AlertsSearch) {
  return {
    order: 'worst' as const,
    limit: MOST,
    ...(model === undefined ? {} : { model }),
    ...(severity === undefined ? {} : { severity }),
    ...(state === undefined ? { open: true } : state === 'all' ? {} : { state }),
  };
}

function describe(alerts: readonly AlertBody[], search: AlertsSearch): string {
  const { state } = search;
  const many = alerts.length === MOST ? `${MOST} or more` : String(alerts.length);
  if (state !== undefined) {
    const word = state === 'all' ? '' : ` ${state}`;
    return alerts.length === 1 ? `One${word} alert.` : `${many}${word} alerts.`;
  }
  if (alerts.length === 0) {
    return isFiltered(search) ? 'No open alert matches the filter.' : 'No alert is open.';
  }
  const critical = alerts.filter(({ severity }) => severity === 'critical').length;
  const unseen = alerts.filter((alert) => alert.state === 'firing').length;
  const open = alerts.length === 1 ? 'One alert is open' : `${many} alerts are open`;
  const worst = critical === 0 ? 'none critical' : `${critical} critical`;
  return `${open}, ${worst}; ${unseen === 0 ? 'somebody looks after each' : `nobody looks after ${unseen}`}.`;
}
