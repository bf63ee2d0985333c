import { useQuery } from '@tanstack/react-query';
import { retentionQuery } from '../api/settings.ts';
import { formatBytes } from '../format/span.ts';
import { formatDay } from '../format/time.ts';

const wordsForDays = (days: number | null) => (days === null ? 'for ever' : `${days} days`);

/** What is kept for how long. */
export function RetentionTable() {
  const { data } = useQuery(retentionQuery);
  if (data === undefined) return null;
  return (
    <section className="panel" aria-labelledby="retention-title">
      <h2 id="retention-title">What is kept</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable */}
      <section className="table-scroll" tabIndex={0} aria-label="What is kept for how long">
        <table className="numbers retention">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">For</th>
              <th scope="col">On disk</th>
              <th scope="col">Oldest</th>
              <th scope="col">Set by</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={one.class}>
                <th scope="row">{one.keeps}</th>
                <td>{wordsForDays(one.days)}</td>
                <td>{formatBytes(one.bytes)}</td>
                <td>{one.oldest === null ? '–' : formatDay(Date.parse(one.oldest), 'UTC')}</td>
                <td>
                  <code>{one.setting}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
