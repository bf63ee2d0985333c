import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { OverviewAlertWire } from '../../contract/model-overview.ts';
import { formatDay, formatInstant, isMidnight } from '../format/time.ts';
import { moveFocus } from '../move-focus.ts';
import { useKeys } from '../use-keys.ts';
import { VerdictMark } from './VerdictMark.tsx';

const FIRST = 8;
const LINKS = 'a.alert-link';
const DAY_MS = 86_400_000;
const AROUND_MS = 7 * DAY_MS;

export interface AlertListProps {
  alerts: readonly OverviewAlertWire[];
  timeZone: string;
}

export function AlertList({ alerts, timeZone }: AlertListProps) {
  const [all, setAll] = useState(false);
  const list = useRef<HTMLElement>(null);
  useKeys({
    j: () => moveFocus(list.current, 1, LINKS),
    k: () => moveFocus(list.current, -1, LINKS),
  });
  const shown = all ? alerts : alerts.slice(0, FIRST);
  const hidden = alerts.length - shown.length;
  return (
    <section className="panel" aria-labelledby="alerts-title" ref={list}>
      <h2 id="alerts-title">
        Alerts {alerts.length > FIRST && <span className="muted">{alerts.length}</span>}
      </h2>
      {alerts.length === 0 ? (
        <p className="muted">None in this range.</p>
      ) : (
        <ul className="alerts">
          {shown.map((alert) => (
            <AlertItem key={alert.alertId} alert={alert} timeZone={timeZone} />
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show {hidden} more
        </button>
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
        {alert.silencedBy.length > 0 && ', silenced'}
      </span>
      <span className="alert-text">
        {alert.urgent && !resolved && <strong className="alert-urgent">Urgent. </strong>}
        <Link to="/alerts/$alertId" params={{ alertId: alert.alertId }} className="alert-link">
          {alert.summary}
        </Link>{' '}
        <span className="muted">{alert.monitorName}</span>
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
