import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AlertNameBody } from '../../contract/alert.ts';
import { metricsQuery } from '../api/queries.ts';
import { titleOfAlert } from '../format/alert.ts';
import { nameSegment } from '../format/segment.ts';

/** More names are not read at night. */
const FIRST = 3;

/** What is bad at the same time, and makes an alert urgent. */
export function UrgentWith({ alerts }: { alerts: readonly AlertNameBody[] }) {
  const [all, setAll] = useState(false);
  const { data: known } = useQuery(metricsQuery);
  const named = all ? alerts : alerts.slice(0, FIRST);
  const more = alerts.length - named.length;
  return (
    <p className="urgent">
      Urgent together with{' '}
      {named.map((alert, index) => (
        <span key={alert.alertId}>
          {index > 0 && ', '}
          <Link to="/alerts/$alertId" params={{ alertId: alert.alertId }}>
            {titleOfAlert(alert, known?.metrics)} ({nameSegment(alert.segment)})
          </Link>
        </span>
      ))}
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
