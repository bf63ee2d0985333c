import { useQuery } from '@tanstack/react-query';
import { setAsideQuery } from '../api/quarantine.ts';
import { formatInstant } from '../format/time.ts';

/** Rows that were accepted, and that the store then would not take. */
export function SetAsideList({ model }: { model: string }) {
  const { data: rows = [] } = useQuery(setAsideQuery(model));
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="set-aside-title">
      <h2 id="set-aside-title">Accepted, and refused by the store</h2>
      <p className="muted">
        They were halved out of their block, so that the rows around them are stored.
      </p>
      <ul className="row-list">
        {rows.map(({ quarantineId, kind, predictionId, reason, quarantinedAt }) => (
          <li key={quarantineId}>
            <p>
              <span className="row-code">{predictionId}</span> {reason}
            </p>
            <p className="muted">
              {kind}, {formatInstant(Date.parse(quarantinedAt), 'UTC')} UTC
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
