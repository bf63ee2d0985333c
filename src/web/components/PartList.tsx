import type { SelfWatchWire } from '../../contract/self-watch.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** Everything that has to work, with what it says about itself. */
export function PartList({ health }: { health: SelfWatchWire }) {
  return (
    <ul className="health-list">
      {health.parts.map(({ part, ready, detail }) => (
        <li key={part}>
          <VerdictMark verdict={ready ? 'ok' : 'critical'} word={ready ? 'works' : 'not ready'} />
          <span className="health-name">{part}</span>
          <span className="muted">{detail ?? restartsOf(health, part)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Only of databases that the server runs itself. */
function restartsOf({ engines }: SelfWatchWire, part: string): string {
  const engine = engines.find((one) => one.name === part);
  if (engine === undefined) return '';
  if (!engine.running) return 'being started again';
  const { restarts } = engine;
  if (restarts === 0) return 'not restarted since the start';
  return restarts === 1 ? 'restarted once' : `restarted ${restarts} times`;
}
