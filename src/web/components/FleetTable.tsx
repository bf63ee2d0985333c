import { Link } from '@tanstack/react-router';
import { memo, type RefObject, useDeferredValue } from 'react';
import type { FleetModelWire } from '../../contract/fleet.ts';
import type { DimensionName } from '../../contract/health.ts';
import { formatAge, formatDay, utcWindow } from '../format/time.ts';
import { SilencedMark } from './SilencedMark.tsx';
import { Sparkline } from './Sparkline.tsx';
import { VerdictMark, VerdictShape } from './VerdictMark.tsx';

const DIMENSIONS: readonly (readonly [DimensionName, string])[] = [
  ['data', 'Data'],
  ['drift', 'Drift'],
  ['performance', 'Performance'],
  ['service', 'Service'],
  ['labels', 'Labels'],
];

export interface FleetTableProps {
  ref: RefObject<HTMLTableElement | null>;
  models: readonly FleetModelWire[];
  asOfMs: number;
}

/** More than a screen shows: the rows beyond follow once these are painted. */
const FIRST_ROWS = 50;

/** Rows are laid out by a grid, so that the browser can skip those that are out of sight. */
export function FleetTable({ ref, models, asOfMs }: FleetTableProps) {
  const shown = useDeferredValue(models, models.slice(0, FIRST_ROWS));
  return (
    <table className="fleet" ref={ref}>
      <caption className="hidden">Models, worst first</caption>
      <thead>
        <tr className="fleet-row fleet-head">
          <th scope="col">Model</th>
          {DIMENSIONS.map(([name, title]) => (
            <th scope="col" key={name}>
              {title}
            </th>
          ))}
          <th scope="col">30 days</th>
          <th scope="col">Last window</th>
          <th scope="col">Alerts</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((model) => (
          <FleetRow key={model.modelId} model={model} lastSeen={lastSeen(model, asOfMs)} />
        ))}
      </tbody>
    </table>
  );
}

interface FleetRowProps {
  model: FleetModelWire;
  /** Made by the table, so that a row changes only when its text does. */
  lastSeen: string;
}

const FleetRow = memo(function FleetRow({ model, lastSeen }: FleetRowProps) {
  const { health, lastWindow, openAlerts } = model;
  const alerts = openAlerts.critical + openAlerts.warning;
  return (
    <tr className="fleet-row">
      <th scope="row" className="fleet-model">
        <VerdictShape verdict={health.worst} />
        <span className="fleet-name">
          <Link to="/models/$model" params={{ model: model.name }} className="model-link">
            {model.name}
          </Link>
          <span className="muted fleet-headline" title={health.headline}>
            {health.headline}
          </span>
          {model.silencedAlerts > 0 && (
            <SilencedMark
              words={`${model.silencedAlerts} ${model.silencedAlerts === 1 ? 'alert' : 'alerts'} silenced`}
            />
          )}
        </span>
      </th>
      {DIMENSIONS.map(([name, title]) => (
        <td
          key={name}
          data-title={title}
          className={health.dimensions[name].verdict === null ? 'unwatched' : ''}
        >
          <VerdictMark {...markOf(model, name)} />
        </td>
      ))}
      <td className="fleet-volume">
        <Sparkline daily={model.volume.daily} />
      </td>
      <td
        className={health.stale ? 'fleet-age overdue' : 'fleet-age'}
        title={
          lastWindow === null
            ? undefined
            : utcWindow(Date.parse(lastWindow.start), Date.parse(lastWindow.end))
        }
      >
        {lastSeen}
      </td>
      <td className="fleet-alerts">
        {alerts === 0 ? (
          <span className="muted">0</span>
        ) : (
          <>
            {openAlerts.critical > 0 && (
              <VerdictMark verdict="critical" word={String(openAlerts.critical)} />
            )}
            {openAlerts.warning > 0 && (
              <VerdictMark verdict="warning" word={String(openAlerts.warning)} />
            )}
          </>
        )}
      </td>
    </tr>
  );
});

function markOf({ health }: FleetModelWire, name: DimensionName) {
  const { verdict, failing } = health.dimensions[name];
  if (name === 'labels' && verdict === 'ok' && health.labelCoverage !== null) {
    return { verdict, word: `${Math.floor(health.labelCoverage * 100)} %` };
  }
  if (verdict === null) return { verdict, word: '' };
  return failing > 1 ? { verdict, word: `${failing} checks` } : { verdict };
}

function lastSeen({ lastWindow, clock, health, timeZone }: FleetModelWire, asOfMs: number): string {
  if (lastWindow === null) return 'none yet';
  const endMs = Date.parse(lastWindow.end);
  if (clock === 'replay') return `to ${formatDay(endMs - 1, timeZone)}`;
  const age = formatAge(asOfMs - endMs);
  return health.stale ? `${age}, overdue` : age;
}
