import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { alertQuery, metricsQuery } from '../api/queries.ts';
import { titleOfAlert } from '../format/alert.ts';
import { nameSegment } from '../format/segment.ts';

/** Each is asked for by itself, and more names are not read at night. */
const FIRST = 3;

/** What is bad at the same time, and makes an alert urgent. */
export function UrgentWith({ alertIds }: { alertIds: readonly string[] }) {
  const [all, setAll] = useState(false);
  const named = all ? alertIds : alertIds.slice(0, FIRST);
  const { data: known } = useQuery(metricsQuery);
  const others = useQueries({ queries: named.map(alertQuery) });
  const more = alertIds.length - named.length;
  return (
    <p className="urgent">
      Urgent together with{' '}
      {named.map((alertId, index) => {
        const alert = others[index]?.data;
        return (
          <span key={alertId}>
            {index > 0 && ', '}
            <Link to="/alerts/$alertId" params={{ alertId }}>
              {alert === undefined
                ? 'another alert'
                : `${titleOfAlert(alert, known?.metrics)} (${nameSegment(alert.segment)})`}
            </Link>
          </span>
        );
      })}
      {more > 0 && (
        <>
          {' '}
          and{' '}
          <button type="button" className="link" onClick={() => setAll(true)}>
            {more} more
          </button>
        </>
      )}
      .
    </p>
  );
}
