import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { MonitorBody } from '../../contract/monitor.ts';
import type { MetricBody } from '../api/paths.ts';
import { BINDING_WORDS, formatChance } from '../format/alert.ts';
import { formatDigits, formatMeasured } from '../format/number.ts';
import { describeThreshold } from '../format/rule.ts';
import { SilencedMark } from './SilencedMark.tsx';

export interface CheckTableProps {
  monitor: MonitorBody;
  metrics: readonly MetricBody[];
}

type Check = MonitorBody['checks'][number];

const FIRST = 8;

/** The checks of a monitor with how their bounds came about. */
export function CheckTable({ monitor, metrics }: CheckTableProps) {
  const [all, setAll] = useState(false);
  const shown = all ? monitor.checks : monitor.checks.slice(0, FIRST);
  const hidden = monitor.checks.length - shown.length;
  const isCalibrated = monitor.checks.some(({ threshold }) => threshold.strategy === 'calibrated');
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable */}
      <section className="table-scroll" tabIndex={0} aria-label={`Checks of ${monitor.name}`}>
        <table className="numbers checks fold-table">
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Bound</th>
              <th scope="col">Follows from</th>
              {isCalibrated && (
                <>
                  <th scope="col">Passed by chance</th>
                  <th scope="col">Finds from</th>
                  <th scope="col">Weight</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((check) => (
              <CheckRow
                key={check.id}
                check={check}
                withCalibration={isCalibrated}
                metric={metrics.find((one) => one.id === check.metric)}
              />
            ))}
          </tbody>
        </table>
      </section>
      {hidden > 0 && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show {hidden} more checks
        </button>
      )}
    </>
  );
}

function CheckMute({ mutes }: { mutes: Check['silencedBy'] }) {
  const [first] = mutes;
  if (first === undefined) return null;
  const all = new Set(mutes.flatMap((one) => one.severities));
  const what = first.reason === 'maintenance' ? 'maintenance' : 'silenced';
  const words = all.size === 1 ? `${[...all].join()} alerts: ${what}` : what;
  return (
    <Link to="/silences" hash={first.silenceId} className="check-mute">
      <SilencedMark words={words} title={`${first.comment}, until ${first.until}`} />
    </Link>
  );
}

interface CheckRowProps {
  check: Check;
  metric: MetricBody | undefined;
  withCalibration: boolean;
}

function CheckRow({ check, metric, withCalibration }: CheckRowProps) {
  const { calibration, threshold } = check;
  const unit = metric?.unit ?? 'none';
  const title = metric?.title ?? check.metric;
  const isCalibrated = threshold.strategy === 'calibrated';
  return (
    <tr>
      <th scope="row">
        {check.column === null ? title : `${title} of ${check.column}`}
        <CheckMute mutes={check.silencedBy} />
      </th>
      <td data-title="Bound">{describeThreshold(threshold, unit)}</td>
      <td data-title="Follows from">
        {calibration !== null
          ? `${BINDING_WORDS[calibration.binding]}${calibration.blind ? '; a critical effect could go unseen' : ''}`
          : isCalibrated
            ? 'not evaluated yet'
            : 'a person chose it'}
      </td>
      {withCalibration && (
        <>
          <td data-title="Passed by chance">
            {calibration === null ? '' : formatChance(calibration.level)}
          </td>
          <td data-title="Finds from">
            {calibration === null || calibration.minimumDetectable === null
              ? ''
              : formatMeasured(calibration.minimumDetectable, unit)}
          </td>
          <td data-title="Weight">{isCalibrated ? formatDigits(check.weight) : ''}</td>
        </>
      )}
    </tr>
  );
}
