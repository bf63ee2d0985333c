import { getRouteApi } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { FleetEmpty } from '../components/FleetEmpty.tsx';
import { FleetSkeleton } from '../components/FleetSkeleton.tsx';
import { FleetTable } from '../components/FleetTable.tsx';
import { Problem } from '../components/Problem.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { filterModels } from '../format/filter-models.ts';
import { moveFocus } from '../move-focus.ts';
import { useFleet } from '../use-fleet.ts';
import { useKeys } from '../use-keys.ts';

const fleetRoute = getRouteApi('/');
const LINKS = 'a.model-link';

/** Which models need me? */
export function FleetPage() {
  const { data: fleet, error, refetch, dataUpdatedAt } = useFleet();
  const { q = '' } = fleetRoute.useSearch();
  const navigate = fleetRoute.useNavigate();
  const filter = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLTableElement>(null);
  // The address follows what is typed, and never the other way round while somebody types: it is a moment
  // behind, and would take letters back.
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (document.activeElement !== filter.current) setTyped(q);
  }, [q]);
  const wanted = useDeferredValue(typed);
  const models = useMemo(() => filterModels(fleet?.models ?? [], wanted), [fleet, wanted]);

  useEffect(() => {
    document.title = fleet === undefined ? 'Leeway' : `${fleet.headline} · Leeway`;
  }, [fleet]);
  useKeys({
    '/': () => filter.current?.focus(),
    j: () => moveFocus(list.current, 1, LINKS),
    k: () => moveFocus(list.current, -1, LINKS),
  });

  if (fleet === undefined) {
    return error === null ? (
      <FleetSkeleton />
    ) : (
      <Problem error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <>
      <h1 className="question">Which models need me?</h1>
      <p className="answer">{fleet.headline}</p>
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      {fleet.models.length === 0 ? (
        <FleetEmpty />
      ) : (
        <>
          <search className="filter">
            <label htmlFor="filter" className="hidden">
              Filter models
            </label>
            <input
              id="filter"
              ref={filter}
              type="search"
              placeholder="Filter by name, verdict or finding"
              value={typed}
              onChange={(event) => {
                const next = event.target.value;
                setTyped(next);
                void navigate({ search: next === '' ? {} : { q: next }, replace: true });
              }}
              onKeyDown={(event) => {
                if (event.key === 'Escape') event.currentTarget.blur();
                if (event.key === 'Enter') moveFocus(list.current, 1, LINKS);
              }}
            />
            <kbd>/</kbd>
            <span className="muted" role="status">
              {wanted === '' ? '' : `${models.length} of ${fleet.models.length}`}
              {fleet.models.length < fleet.count && ' Reading the other models…'}
            </span>
          </search>
          <FleetTable ref={list} models={models} asOfMs={Date.parse(fleet.asOf)} />
          {models.length === 0 && fleet.models.length === fleet.count && (
            <p className="muted">
              No model matches “{wanted}”.{' '}
              <button
                type="button"
                className="link"
                onClick={() => {
                  setTyped('');
                  void navigate({ search: {}, replace: true });
                }}
              >
                Show all
              </button>
            </p>
          )}
        </>
      )}
    </>
  );
}
