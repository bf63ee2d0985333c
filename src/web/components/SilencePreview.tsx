import { useQuery } from '@tanstack/react-query';
import { silencePreviewQuery } from '../api/queries.ts';
import { describeProblem } from '../format/problem.ts';
import { MatchedAlerts } from './MatchedAlerts.tsx';

/** What a silence would mute. */
export function SilencePreview({ matchers }: { matchers: readonly string[] }) {
  const { data, error } = useQuery(silencePreviewQuery(matchers));
  if (matchers.length === 0) return <p role="status">Write what to silence.</p>;
  if (error !== null) {
    return (
      <p role="status" className="acknowledge-problem">
        {describeProblem(error)}
      </p>
    );
  }
  if (data === undefined) return <p role="status">Looking what matches…</p>;
  return (
    <div className="silence-preview">
      <p role="status">{describe(data.openCount, data.recentCount)}</p>
      <MatchedAlerts alerts={data.alerts} total={data.openCount + data.recentCount} />
    </div>
  );
}

function describe(open: number, recent: number): string {
  const alerts = (many: number) => (many === 1 ? 'one alert' : `${many} alerts`);
  const now = open === 0 ? 'mutes no alert that is open' : `mutes ${alerts(open)} now`;
  const past = recent === 0 ? 'none' : alerts(recent);
  return `It ${now}, and would have muted ${past} of the last seven days.`;
}
