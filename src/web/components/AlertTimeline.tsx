import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { DROP_WORDS, NOTE_WORDS, STEP_WORDS } from '../format/alert.ts';
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
      told: describeTold(step.notified, step.dropped),
    }),
  );
  const notes = alert.notes.map((note): Entry => {
    const isEnd = note.kind === 'silence_ended';
    const by = note.author === null ? '' : `By ${note.author}. `;
    return {
      atMs: Date.parse(note.occurredAt),
      key: note.noteId,
      what: NOTE_WORDS[note.kind],
      severity: null,
      text: `${by}${note.comment ?? ''}`.trim(),
      told: isEnd ? describeTold(note.notified, note.dropped) : '',
    };
  });
  return [...steps, ...notes].sort((a, b) => b.atMs - a.atMs);
}

function describeTold(
  notified: boolean,
  dropped: AlertDetailsBody['steps'][number]['dropped'],
): string {
  if (notified) return 'Channels were told.';
  return dropped === null ? 'Nobody was told.' : `Nobody was told: ${DROP_WORDS[dropped]}.`;
}
