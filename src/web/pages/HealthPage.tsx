import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { healthQuery } from '../api/queries.ts';
import { HealthFacts } from '../components/HealthFacts.tsx';
import { OverdueTable } from '../components/OverdueTable.tsx';
import { PartList } from '../components/PartList.tsx';
import { Problem } from '../components/Problem.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { VerdictShape } from '../components/VerdictMark.tsx';

/** Does the watcher itself work? */
export function HealthPage() {
  const { data, error, refetch, dataUpdatedAt } = useQuery(healthQuery);
  useEffect(() => {
    document.title = 'Health · Leeway';
  }, []);

  const question = <h1 className="question">Does Leeway itself work?</h1>;
  if (data === undefined) {
    if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
    return (
      <div aria-busy="true">
        {question}
        <p className="answer">
          <span className="skeleton" style={{ width: '32ch' }} />
        </p>
        <span className="skeleton" style={{ height: 320, width: '100%' }} aria-hidden="true" />
      </div>
    );
  }
  const { work } = data;
  return (
    <div className="health">
      {question}
      <p className="answer">
        <VerdictShape verdict={data.well ? 'ok' : 'critical'} /> {data.headline}
      </p>
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      <section aria-labelledby="parts-title">
        <h2 id="parts-title">Parts</h2>
        <PartList health={data} />
      </section>
      <section aria-labelledby="overdue-title">
        <h2 id="overdue-title">Monitors that did not run</h2>
        {work === null ? (
          <p className="muted">The control plane does not answer, so nobody knows.</p>
        ) : (
          <OverdueTable work={work} />
        )}
      </section>
      <section aria-labelledby="figures-title">
        <h2 id="figures-title">Figures</h2>
        <HealthFacts health={data} />
      </section>
      {work !== null && work.failingChannels.length > 0 && (
        <section aria-labelledby="channels-title">
          <h2 id="channels-title">Channels that take no messages</h2>
          <ul className="health-list">
            {work.failingChannels.map((channel) => (
              <li key={channel.channelId}>
                <strong>{channel.name}</strong> <span className="muted">({channel.kind})</span>:{' '}
                {channel.pending} waiting, {channel.dead} given up. Last answer:{' '}
                {channel.lastOutcome ?? 'none'}.
              </li>
            ))}
          </ul>
        </section>
      )}
      {work !== null && work.unroutedAlerts > 0 && (
        <section aria-labelledby="unrouted-title">
          <h2 id="unrouted-title">Alerts that went nowhere</h2>
          <p>
            Nobody was told of {work.unroutedAlerts.toLocaleString('en-US')} open{' '}
            {work.unroutedAlerts === 1 ? 'alert' : 'alerts'}: no route leads to a channel that is
            switched on. Once there is a way, people are told at the next bad window.{' '}
            <Link to="/settings">See routes</Link>
          </p>
        </section>
      )}
    </div>
  );
}
