import type { SelfWatchWire } from '../../contract/self-watch.ts';
import { formatBytes, formatSpan } from '../format/span.ts';
import { formatInstant, readersZone } from '../format/time.ts';

/** What waits, what is left, and since when. */
export function HealthFacts({ health }: { health: SelfWatchWire }) {
  const { ingest, work, engines, clocks } = health;
  const facts: [name: string, value: string, more: string][] = [
    [
      'Ingest lag',
      ingest.backlogRows === 0 ? 'none' : formatSpan(ingest.lagSeconds),
      'age of the oldest row that is acknowledged and not stored',
    ],
    [
      'Backlog',
      `${ingest.backlogRows.toLocaleString('en-US')} rows`,
      `${formatBytes(ingest.backlogBytes)} of ${formatBytes(ingest.backlogLimitBytes)}, beyond which senders wait`,
    ],
    diskFact(health),
    ...(work === null ? [] : outboxFacts(work)),
    ...engines.map(({ name, running, restarts }): [string, string, string] => [
      `Restarts of ${name}`,
      String(restarts),
      running ? 'since the server began' : 'and it does not run now',
    ]),
    ...clocks.map(({ name, skewSeconds }): [string, string, string] => [
      `Clock of ${name}`,
      skewSeconds === 0 ? 'agrees' : `${formatSpan(Math.abs(skewSeconds))} ${side(skewSeconds)}`,
      'beside that of the server',
    ]),
    [
      'Up since',
      formatInstant(Date.parse(health.startedAt), readersZone()),
      `${readersZone()}, version ${health.version}`,
    ],
  ];
  return (
    <dl className="health-facts">
      {facts.map(([name, value, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span className="health-value">{value}</span> <span className="muted">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const side = (skewSeconds: number) => (skewSeconds > 0 ? 'ahead' : 'behind');

function diskFact({ disk }: SelfWatchWire): [string, string, string] {
  if (disk.freeBytes === null || disk.totalBytes === null) return ['Disk', 'unknown', disk.note];
  const left =
    disk.daysLeft === null ? '' : `Full in ${formatSpan(disk.daysLeft * 86_400)}, if it goes on. `;
  return [
    'Disk left',
    formatBytes(disk.freeBytes),
    `of ${formatBytes(disk.totalBytes)}. ${left}${disk.note}`,
  ];
}

function outboxFacts({ outbox }: NonNullable<SelfWatchWire['work']>): [string, string, string][] {
  const { pending, oldestSeconds, dead } = outbox;
  const age = oldestSeconds === null ? '' : `, the oldest for ${formatSpan(oldestSeconds)}`;
  return [['Messages', `${pending.toLocaleString('en-US')} waiting`, `${dead} given up${age}`]];
}
