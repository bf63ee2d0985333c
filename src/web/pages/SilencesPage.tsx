import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { SilenceBody } from '../../contract/silence.ts';
import { silencesQuery } from '../api/queries.ts';
import { Problem } from '../components/Problem.tsx';
import { SilenceForm } from '../components/SilenceForm.tsx';
import { SilenceItem } from '../components/SilenceItem.tsx';
import { StaleBanner } from '../components/StaleBanner.tsx';
import { readersZone } from '../format/time.ts';
import { useKeys } from '../use-keys.ts';

const SECTIONS = [
  ['active', 'In force'],
  ['pending', 'Still to come'],
  ['expired', 'Over, of the last 30 days'],
] as const;

/** What is nobody told of? */
export function SilencesPage() {
  const { data, error, refetch, dataUpdatedAt } = useQuery(silencesQuery);
  const [isNew, setNew] = useState(false);
  const timeZone = readersZone();
  useKeys({ s: () => setNew(true) });
  useEffect(() => {
    document.title = 'Silences · Leeway';
  }, []);
  const { hash } = useLocation();
  const isRead = data !== undefined;
  useEffect(() => {
    // Where a link points to is there only after it was read.
    if (isRead && hash !== '') document.getElementById(hash)?.scrollIntoView();
  }, [isRead, hash]);

  const head = (
    <>
      <p className="question">What is nobody told of?</p>
      <h1 className="model-name">Silences</h1>
    </>
  );
  if (data === undefined) {
    if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
    return (
      <div aria-busy="true">
        {head}
        <p className="answer">
          <span className="skeleton" style={{ width: '32ch' }} />
        </p>
      </div>
    );
  }
  const { silences } = data;
  return (
    <div className="silences">
      {head}
      <p className="answer">{describe(silences)}</p>
      <p className="muted">
        What is silenced is evaluated and shown all the same. When a silence is over, people are
        told of what still fires. Times are of {timeZone}.
      </p>
      <StaleBanner error={error} updatedAtMs={dataUpdatedAt} />
      {isNew ? (
        <SilenceForm matchers="" onClose={() => setNew(false)} />
      ) : (
        <button type="button" aria-keyshortcuts="s" onClick={() => setNew(true)}>
          New silence <kbd>s</kbd>
        </button>
      )}
      {SECTIONS.map(([state, title]) => (
        <Section
          key={state}
          title={title}
          silences={silences.filter((one) => one.state === state)}
          timeZone={timeZone}
        />
      ))}
    </div>
  );
}

interface SectionProps {
  title: string;
  silences: readonly SilenceBody[];
  timeZone: string;
}

function Section({ title, silences, timeZone }: SectionProps) {
  if (silences.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {silences.map((silence) => (
          <SilenceItem key={silence.silenceId} silence={silence} timeZone={timeZone} />
        ))}
      </ul>
    </section>
  );
}

function describe(silences: readonly SilenceBody[]): string {
  const active = silences.filter((one) => one.state === 'active').length;
  if (active === 0) return 'Nothing is silenced now.';
  return active === 1 ? 'One silence is in force.' : `${active} silences are in force.`;
}
