import { Link } from '@tanstack/react-router';
import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { formatMeasured } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { formatInstant, formatStart } from '../format/time.ts';
import { AcknowledgeButton } from './AcknowledgeButton.tsx';
import { SilenceButton } from './SilenceButton.tsx';
import { UrgentWith } from './UrgentWith.tsx';
import { VerdictMark, VerdictShape } from './VerdictMark.tsx';

const AROUND_MS = 7 * 86_400_000;

const SILENCES_SHOWN = 3;

export interface AlertHeadProps {
  alert: AlertDetailsBody;
  title: string;
  unit: string;
}

/** What, since when, how bad, and who has it: the part that is read on a phone at night. */
export function AlertHead({ alert, title, unit }: AlertHeadProps) {
  const { timeZone } = alert;
  const openedMs = Date.parse(alert.openedWindow);
  const endMs = Date.parse(alert.resolvedWindow ?? alert.lastWindow);
  const bound = alert.severity === 'critical' ? alert.critical : (alert.warning ?? alert.critical);
  return (
    <header>
      <p className="question">Is it real, and what do I do?</p>
      <h1 className="model-name">{title}</h1>
      <p className="answer">
        <VerdictShape verdict={alert.state === 'resolved' ? 'ok' : alert.severity} />{' '}
        {alert.explanation || `${title} is ${alert.severity} in ${nameSegment(alert.segment)}.`}
      </p>
      {alert.urgentAlerts.length > 0 && <UrgentWith alerts={alert.urgentAlerts} />}
      <dl className="dimensions">
        <div>
          <dt>Model</dt>
          <dd>
            <Link to="/models/$model" params={{ model: alert.model }}>
              {alert.model}
            </Link>
          </dd>
        </div>
        <div>
          <dt>Severity</dt>
          <dd>
            <VerdictMark
              verdict={alert.severity}
              word={alert.priority === 'urgent' ? `${alert.severity}, urgent` : alert.severity}
            />
          </dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>{stateOf(alert, timeZone)}</dd>
        </div>
        {alert.silencedBy.slice(0, SILENCES_SHOWN).map((silence) => (
          <div key={silence.silenceId} className="silenced">
            <dt>{silence.reason === 'maintenance' ? 'Maintenance' : 'Silenced'}</dt>
            <dd>
              until {formatInstant(Date.parse(silence.until), timeZone)}:{' '}
              <Link to="/silences" hash={silence.silenceId}>
                {silence.comment}
              </Link>
            </dd>
          </div>
        ))}
        {alert.silencedBy.length > SILENCES_SHOWN && (
          <div className="silenced">
            <dt>Silenced too</dt>
            <dd>
              <Link to="/silences">by {alert.silencedBy.length - SILENCES_SHOWN} more</Link>
            </dd>
          </div>
        )}
        {alert.unrouted && (
          <div>
            <dt>Told</dt>
            <dd>
              <VerdictMark verdict="warning" word="nobody" />: no route leads to a channel that is
              switched on. <Link to="/settings">See routes</Link>
            </dd>
          </div>
        )}
        <div>
          <dt>Since</dt>
          <dd title={alert.openedWindow}>
            {formatStart(openedMs, timeZone)} <span className="muted">{timeZone}</span>
          </dd>
        </div>
        {alert.value !== null && (
          <div>
            <dt>Last value</dt>
            <dd>
              {formatMeasured(alert.value, unit)}
              {bound !== null && `, bound ${formatMeasured(bound, unit)}`}
            </dd>
          </div>
        )}
        <div>
          <dt>Where</dt>
          <dd>{nameSegment(alert.segment)}</dd>
        </div>
      </dl>
      <div className="alert-actions">
        <AcknowledgeButton alert={alert} />
        <SilenceButton alert={alert} />
        {alert.column !== null && (
          <Link
            to="/models/$model/features/$feature"
            params={{ model: alert.model, feature: alert.column }}
            search={alert.segment === '' ? {} : { segment: alert.segment }}
          >
            How {alert.column} changed
          </Link>
        )}
        <Link
          to="/models/$model"
          params={{ model: alert.model }}
          search={{
            from: new Date(openedMs - AROUND_MS).toISOString(),
            to: new Date(endMs + AROUND_MS).toISOString(),
          }}
        >
          The model around that time
        </Link>
        <Link to="/models/$model/monitors" params={{ model: alert.model }} hash={alert.monitorId}>
          Its rule: {alert.monitor}
        </Link>
      </div>
    </header>
  );
}

function stateOf(alert: AlertDetailsBody, timeZone: string): string {
  const notes = [
    alert.historical ? 'nobody was told: it was already past' : '',
    alert.withdrawn ? 'withdrawn: late data showed that there was nothing' : '',
  ].filter((note) => note !== '');
  if (alert.state === 'acknowledged' && alert.acknowledgedBy !== null) {
    notes.unshift(`by ${alert.acknowledgedBy}`);
  }
  if (alert.state === 'resolved' && alert.resolvedWindow !== null) {
    notes.unshift(formatInstant(Date.parse(alert.resolvedWindow), timeZone));
  }
  return [alert.state, ...notes].join(', ');
}
