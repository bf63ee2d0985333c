import type { DimensionName, HealthWire } from '../../contract/health.ts';
import { VerdictMark } from './VerdictMark.tsx';

const TITLES: readonly (readonly [DimensionName, string])[] = [
  ['data', 'Data'],
  ['drift', 'Drift'],
  ['performance', 'Performance'],
  ['service', 'Service'],
  ['labels', 'Labels'],
];

export function DimensionStrip({ health }: { health: HealthWire }) {
  return (
    <dl className="dimensions" aria-label="Health by dimension">
      {TITLES.map(([name, title]) => (
        <div key={name}>
          <dt>{title}</dt>
          <dd>
            <VerdictMark verdict={health.dimensions[name].verdict} />
            <span className="muted"> {detailOf(health, name)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function detailOf(health: HealthWire, name: DimensionName): string {
  const { verdict, checks, failing } = health.dimensions[name];
  if (verdict === null) return '';
  if (name === 'labels') {
    if (health.labelCoverage === null) return 'none yet';
    return `${Math.floor(health.labelCoverage * 100)} % arrived`;
  }
  const all = `${checks} check${checks === 1 ? '' : 's'}`;
  return failing > 0 ? `${failing} of ${all}` : all;
}
