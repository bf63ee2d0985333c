import { Link } from '@tanstack/react-router';
import type { OverviewAlertWire } from '../../contract/model-overview.ts';
import { formatDay, formatInstant, isMidnight } from '../format/time.ts';
import { VerdictMark } from './VerdictMark.tsx';

const DAY_MS = 86_400_000;
const AROUND_MS = 7 * DAY_MS;

export interface AlertListProps {
  alerts: readonly OverviewAlertWire[];
  timeZone: string;
}

export function AlertList({ alerts, timeZone }: AlertListProps) {
  return (
    <section className="panel" aria-labelledby="alerts-title">
      <h2 id="alerts-title">Alerts</h2>
      {alerts.length === 0 ? (
        <p className="muted">None in this range.</p>
      ) : (
        <ul className="alerts">
          {alerts.map((alert) => (
            <AlertItem key={alert.alertId} alert={alert} timeZone={timeZone} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AlertItem({ alert, timeZone }: { alert: OverviewAlertWire; timeZone: string }) {
  const openedMs = Date.parse(alert.openedWindow);
  const endMs = Date.parse(alert.resolvedWindow ?? alert.lastWindow);
  const around = {
    from: new Date(openedMs - AROUND_MS).toISOString(),
    to: new Date(endMs + AROUND_MS).toISOString(),
  };
  const resolved = alert.state === 'resolved';
  return (
    <li className={resolved ? 'alert is-resolved' : 'alert'}>
      {resolved ? (
        <span className="verdict muted">was {alert.severity}</span>
      ) : (
        <VerdictMark verdict={alert.severity} />
      )}
      <span className="alert-state">
        {alert.state}
        {alert.historical && ', historical'}
      </span>
      <span className="alert-text">
        {alert.summary} <span className="muted">{alert.monitorName}</span>
      </span>
      <Link
        from="/models/$model"
        search={around}
        className="alert-time"
        title="Show the time around it"
      >
        {resolved
          ? `${formatEdge(openedMs, timeZone)} – ${formatEdge(endMs, timeZone)}`
          : `since ${formatEdge(openedMs, timeZone)}`}
      </Link>
    </li>
  );
}

function formatEdge(ms: number, timeZone: string): string {
  return isMidnight(ms, timeZone) ? formatDay(ms, timeZone) : formatInstant(ms, timeZone);
}
