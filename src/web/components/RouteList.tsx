import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { wordsFor } from '../api/api-problem.ts';
import { routesQuery } from '../api/routes.ts';
import { channelsQuery } from '../api/settings.ts';
import { DefaultRoute } from './DefaultRoute.tsx';
import { RouteForm } from './RouteForm.tsx';
import { RouteItem } from './RouteItem.tsx';

/** Which alerts go where; of no use before there is a channel. */
export function RouteList() {
  const { data, error } = useQuery(routesQuery);
  const { data: channels = [] } = useQuery(channelsQuery);
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="panel" aria-labelledby="routes-title">
      <h2 id="routes-title">Routes</h2>
      {error !== null && data === undefined && <p className="muted">{wordsFor(error)}</p>}
      {channels.length === 0 && (data?.routes.length ?? 0) === 0 ? (
        <p className="muted">Once there is a channel, say here which alerts go to which.</p>
      ) : (
        data !== undefined && (
          <>
            <p className="muted">
              An alert goes the way of every route that takes it, and by the default where none
              does.
            </p>
            <ul className="settings-list">
              {data.routes.map((route) => (
                <RouteItem key={route.routeId} route={route} channels={channels} />
              ))}
              <DefaultRoute
                value={data.default}
                channels={channels}
                isLast={data.routes.some((one) => one.enabled)}
              />
            </ul>
            {isAdding ? (
              <RouteForm channels={channels} onClose={() => setAdding(false)} />
            ) : (
              <button type="button" onClick={() => setAdding(true)}>
                Add a route
              </button>
            )}
          </>
        )
      )}
    </section>
  );
}
