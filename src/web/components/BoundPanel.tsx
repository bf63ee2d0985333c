import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import type { MonitorBody } from '../../contract/monitor.ts';
import { lastPointOf } from '../../contract/series-points.ts';
import { metricsQuery, monitorsQuery } from '../api/queries.ts';
import { describeBound } from '../format/bound.ts';
import { formatMeasured } from '../format/number.ts';
import { describeThreshold, nameCadence } from '../format/rule.ts';

type Check = MonitorBody['checks'][number];

/** What the bounds of a column are, and why they are there. */
export function BoundPanel({ feature }: { feature: FeatureOverviewWire }) {
  const { data } = useQuery(monitorsQuery(feature.model.name));
  const { data: known } = useQuery(metricsQuery);
  const rules = (data?.monitors ?? []).flatMap((monitor) =>
    monitor.checks
      .filter((check) => check.columnKey === feature.column)
      .map((check) => ({ monitor, check })),
  );
  return (
    <section className="panel" aria-labelledby="bounds-title">
      <h2 id="bounds-title">What the bounds are, and why</h2>
      {data !== undefined && rules.length === 0 && (
        <p className="muted">
          No monitor looks at this column.{' '}
          <Link to="/models/$model/monitors" params={{ model: feature.model.name }}>
            Monitors of this model
          </Link>
        </p>
      )}
      <dl className="bounds">
        {rules.map(({ monitor, check }) => {
          const metric = known?.metrics.find((one) => one.id === check.metric);
          const unit = metric?.unit ?? 'none';
          return (
            <div key={`${monitor.monitorId} ${check.id}`}>
              <dt>
                {metric?.title ?? check.metric}
                <span className="muted">
                  {' '}
                  {nameCadence(monitor.cadence)},{' '}
                  <Link
                    to="/models/$model/monitors"
                    params={{ model: feature.model.name }}
                    hash={monitor.monitorId}
                  >
                    {monitor.name}
                  </Link>
                </span>
              </dt>
              <dd>{explain(check, unit, lastOf(feature, monitor, check))}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function lastOf({ series }: FeatureOverviewWire, monitor: MonitorBody, check: Check) {
  const own = series.find((one) => one.monitorId === monitor.monitorId && one.checkId === check.id);
  return own && lastPointOf(own);
}

function explain(
  { threshold, calibration }: Check,
  unit: string,
  last: ReturnType<typeof lastOf>,
): string {
  const bounds = [
    ['warning', last?.warning],
    ['critical', last?.critical],
  ] as const;
  const now = bounds
    .flatMap(([word, bound]) => (bound == null ? [] : `${word} ${formatMeasured(bound, unit)}`))
    .join(', ');
  const rule = `${capital(describeThreshold(threshold, unit))}. `;
  const isMoving = threshold.strategy !== 'fixed' && now !== '';
  const current = isMoving ? `In the last window: ${now}. ` : '';
  const least =
    calibration === null || calibration.minimumDetectable === null
      ? ''
      : ` The smallest change it finds four times in five is ${formatMeasured(calibration.minimumDetectable, unit)}.`;
  return `${rule}${current}${whyOf(threshold.strategy, calibration)}${least}`;
}

function whyOf(
  strategy: Check['threshold']['strategy'],
  calibration: Check['calibration'],
): string {
  if (strategy === 'relative') return 'It moves with the value that the baseline has.';
  if (strategy === 'history') return 'It follows from earlier windows of the same check.';
  if (strategy === 'calibrated') {
    return calibration === null ? 'It was not evaluated yet.' : describeBound(calibration);
  }
  return describeBound({ binding: null, level: null, learntFrom: null });
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
