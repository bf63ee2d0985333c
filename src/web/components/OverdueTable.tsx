import { Link } from '@tanstack/react-router';
import type { SelfWatchWire } from '../../contract/self-watch.ts';
import { formatSpan } from '../format/span.ts';
import { formatInstant, readersZone } from '../format/time.ts';

export function OverdueTable({ work }: { work: NonNullable<SelfWatchWire['work']> }) {
  const { overdue, overdueMonitors, enabledMonitors } = work;
  if (overdueMonitors === 0) {
    const all =
      enabledMonitors === 0
        ? 'No monitor is switched on.'
        : enabledMonitors === 1
          ? 'The one monitor that is switched on has run.'
          : `All ${enabledMonitors.toLocaleString('en-US')} monitors that are switched on have run.`;
    return <p className="muted">{all}</p>;
  }
  const hidden = overdueMonitors - overdue.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable */}
      <section className="table-scroll" tabIndex={0} aria-label="Monitors that did not run">
        <table className="numbers overdue fold-table">
          <thead>
            <tr>
              <th scope="col">Monitor, and why</th>
              <th scope="col">Overdue by</th>
              <th scope="col">Judged until</th>
            </tr>
          </thead>
          <tbody>
            {overdue.map((one) => (
              <tr key={one.monitorId}>
                <th scope="row">
                  <Link
                    to="/models/$model/monitors"
                    params={{ model: one.model }}
                    hash={one.monitorId}
                  >
                    {one.monitor}
                  </Link>
                  <span className="muted"> of {one.model}</span>
                  <p className="overdue-why">{one.sentence}</p>
                </th>
                <td data-title="Overdue by">{formatSpan(one.overdueSeconds)}</td>
                <td data-title="Judged until" title={one.evaluatedUntil ?? undefined}>
                  {one.evaluatedUntil === null
                    ? 'never'
                    : formatInstant(Date.parse(one.evaluatedUntil), readersZone())}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {hidden > 0 && <p className="muted">and {hidden.toLocaleString('en-US')} more</p>}
    </>
  );
}
