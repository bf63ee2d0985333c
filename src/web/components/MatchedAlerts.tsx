import { Link } from '@tanstack/react-router';
import type { SilencedAlertBody } from '../../contract/silence.ts';
import { VerdictMark } from './VerdictMark.tsx';

const SHOWN = 8;

export interface MatchedAlertsProps {
  alerts: readonly SilencedAlertBody[];
  /** How many there are, of which the first are given. */
  total: number;
}

/** The first alerts that matchers fit. */
export function MatchedAlerts({ alerts, total }: MatchedAlertsProps) {
  const shown = alerts.slice(0, SHOWN);
  const hidden = total - shown.length;
  return (
    <>
      {shown.length > 0 && (
        <ul>
          {shown.map((alert) => (
            <Matched key={alert.alertId} alert={alert} />
          ))}
        </ul>
      )}
      {hidden > 0 && <p className="muted">and {hidden.toLocaleString('en-US')} more</p>}
    </>
  );
}

function Matched({ alert }: { alert: SilencedAlertBody }) {
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
