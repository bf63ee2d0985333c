import { useInfiniteQuery } from '@tanstack/react-query';
import { wordsFor } from '../api/api-problem.ts';
import { refusalsQuery } from '../api/quarantine.ts';
import { formatInstant } from '../format/time.ts';

/** The latest rows that were refused, as they came. */
export function RefusalList({ model }: { model: string }) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    refusalsQuery(model),
  );
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  if (error !== null && data === undefined) return <p className="muted">{wordsFor(error)}</p>;
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="refused-rows-title">
      <h2 id="refused-rows-title">The latest refused rows</h2>
      <p className="muted">
        Of each batch the first 20 are kept, and of a model the latest 1,000. They count nowhere:
        correct them and send them again.
      </p>
      <ul className="row-list">
        {rows.map(({ refusedId, kind, code, message, raw, refusedAt }) => (
          <li key={refusedId}>
            <p>
              <span className="row-code">{code}</span> {message}
            </p>
            <p className="muted">
              {kind}, {formatInstant(Date.parse(refusedAt), 'UTC')} UTC
            </p>
            {raw !== '' && (
              <pre>
                <code>{raw}</code>
              </pre>
            )}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older ones
        </button>
      )}
    </section>
  );
}
