import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SilencedAlertBody } from '../../contract/silence.ts';
import { silencePreviewQuery } from '../api/queries.ts';
import { describeProblem } from '../format/problem.ts';
import { VerdictMark } from './VerdictMark.tsx';

const SHOWN = 8;

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
  const hidden = data.openCount + data.recentCount - SHOWN;
  return (
    <div className="silence-preview">
      <p role="status">{describe(data.openCount, data.recentCount)}</p>
      {data.alerts.length > 0 && (
        <ul>
          {data.alerts.slice(0, SHOWN).map((alert) => (
            <Muted key={alert.alertId} alert={alert} />
          ))}
        </ul>
      )}
      {hidden > 0 && <p className="muted">and {hidden} more</p>}
    </div>
  );
}

function Muted({ alert }: { alert: SilencedAlertBody }) {
  const { model = '', metric = '', column = '', severity = 'info' } = alert.labels;
  const known = severity === 'critical' || severity === 'warning' ? severity : 'info';
  return (
    <li>
      {alert.open ? (
        <VerdictMark verdict={known} word={severity} />
      ) : (
        <span className="muted">was {severity}</span>
      )}
      <Link to="/alerts/$alertId" params={{ alertId: alert.alertId }}>
        {alert.explanation || `${metric}${column === '' ? '' : ` of ${column}`}, ${model}`}
      </Link>
    </li>
  );
}

function describe(open: number, recent: number): string {
  const alerts = (many: number) => (many === 1 ? 'one alert' : `${many} alerts`);
  const now = open === 0 ? 'mutes no alert that is open' : `mutes ${alerts(open)} now`;
  const past = recent === 0 ? 'none' : alerts(recent);
  return `It ${now}, and would have muted ${past} of the last seven days.`;
}
