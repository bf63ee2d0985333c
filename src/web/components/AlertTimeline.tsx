import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { STEP_WORDS } from '../format/alert.ts';
import { formatInstant } from '../format/time.ts';
import { VerdictMark } from './VerdictMark.tsx';

export interface AlertTimelineProps {
  alert: AlertDetailsBody;
  timeZone: string;
}

interface Entry {
  readonly atMs: number;
  readonly key: string;
  readonly what: string;
  readonly severity: AlertDetailsBody['severity'] | null;
  readonly text: string;
  readonly told: string;
}

/** What happened to it, latest first. */
export function AlertTimeline({ alert, timeZone }: AlertTimelineProps) {
  const entries = entriesOf(alert);
  return (
    <section className="panel" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      {entries.length === 0 && <p className="muted">Nothing is kept about how it came.</p>}
      <ol className="timeline">
        {entries.map((entry) => (
          <li key={entry.key}>
            <time dateTime={new Date(entry.atMs).toISOString()} title={iso(entry.atMs)}>
              {formatInstant(entry.atMs, timeZone)}
            </time>
            <span className="timeline-what">
              {entry.severity === null ? (
                entry.what
              ) : (
                <VerdictMark verdict={entry.severity} word={entry.what} />
              )}
            </span>
            <span className="timeline-text">
              {entry.text} <span className="muted">{entry.told}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function entriesOf(alert: AlertDetailsBody): readonly Entry[] {
  const steps = alert.steps.map(
    (step): Entry => ({
      atMs: Date.parse(step.occurredAt),
      key: `${step.kind} ${step.window} ${step.revision}`,
      what: STEP_WORDS[step.kind],
      severity: step.kind === 'resolved' || step.kind === 'amended' ? null : step.severity,
      text: step.explanation,
      told: step.notified ? 'Channels were told.' : 'Nobody was told.',
    }),
  );
  if (alert.acknowledgedAt === null) return steps.reverse();
  const acknowledged: Entry = {
    atMs: Date.parse(alert.acknowledgedAt),
    key: 'acknowledged',
    what: 'acknowledged',
    severity: null,
    text: alert.acknowledgedBy === null ? '' : `By ${alert.acknowledgedBy}.`,
    told: '',
  };
  return [...steps, acknowledged].sort((a, b) => b.atMs - a.atMs);
}
