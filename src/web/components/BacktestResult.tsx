import type { BacktestBody } from '../../contract/backtest.ts';
import type { MetricBody } from '../api/paths.ts';
import { leftOf } from '../charts/plot-frame.ts';
import { formatDigits } from '../format/number.ts';
import { formatInstant, formatWindow } from '../format/time.ts';
import { TimeAxis } from './TimeAxis.tsx';
import { VerdictMark } from './VerdictMark.tsx';

export interface BacktestResultProps {
  backtest: BacktestBody;
  metrics: readonly MetricBody[];
  timeZone: string;
}

type BacktestAlert = BacktestBody['alerts'][number];

/** More lanes than this are no picture any more; the worst come first. */
const MOST_LANES = 12;
const MOST_LISTED = 200;
const RANKS = { critical: 0, warning: 1, info: 2 } as const;

export function BacktestResult({ backtest, metrics, timeZone }: BacktestResultProps) {
  const fromMs = Date.parse(backtest.from);
  const toMs = Date.parse(backtest.to);
  const titleOf = (alert: BacktestAlert) => {
    const title = metrics.find((one) => one.id === alert.metric)?.title ?? alert.metric;
    const subject = alert.column === null ? title : `${title} of ${alert.column}`;
    return alert.segment === '' ? subject : `${subject} where ${alert.segment}`;
  };
  const lanes = lanesOf(backtest.alerts);
  const shown = lanes.slice(0, MOST_LANES);
  return (
    <div className="backtest-result" role="status">
      <p>
        <strong>{sayOnsets(backtest)}</strong> {formatWindow(fromMs, toMs, timeZone)},{' '}
        {formatDigits(backtest.windows.length)} windows
        {backtest.windowsWithoutRows > 0 &&
          `, ${formatDigits(backtest.windowsWithoutRows)} of them without rows`}
        .{!backtest.complete && ' Time was up: later windows were not judged.'}
      </p>
      {shown.length > 0 && (
        <>
          <div className="lanes" aria-hidden="true">
            <TimeAxis fromMs={fromMs} toMs={toMs} timeZone={timeZone} marks={[]} />
            {shown.map(([key, alerts]) => (
              <div className="lane" key={key}>
                <p className="lane-title">{alerts[0] !== undefined && titleOf(alerts[0])}</p>
                <div className="lane-track">
                  {alerts.map((alert) => (
                    <i
                      key={alert.raisedAt}
                      className={`lane-alert is-${alert.severity}${alert.told ? '' : ' is-quiet'}`}
                      title={alert.explanation}
                      style={{
                        left: leftOf(Date.parse(alert.from), fromMs, toMs),
                        right: `calc(100% - ${leftOf(Date.parse(alert.to ?? backtest.to), fromMs, toMs)})`,
                      }}
                    />
                  ))}
                </div>
              </div>
            ))}
          </div>
          {lanes.length > shown.length && (
            <p className="muted">{lanes.length - shown.length} more checks fired, no worse.</p>
          )}
          <details>
            <summary>
              {backtest.alerts.length === 1
                ? 'The alert in words'
                : `All ${formatDigits(backtest.alerts.length)} alerts in words`}
            </summary>
            <ul className="backtest-alerts">
              {backtest.alerts.slice(0, MOST_LISTED).map((alert) => (
                <li key={`${alert.checkId} ${alert.raisedAt}`}>
                  <VerdictMark verdict={alert.severity} />
                  <span className="muted">
                    {formatInstant(Date.parse(alert.raisedAt), timeZone)}
                  </span>
                  <span>
                    {alert.explanation}{' '}
                    <span className="muted">
                      {alert.told ? '' : 'Nobody would have been told.'}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
            {backtest.alerts.length > MOST_LISTED && (
              <p className="muted">
                The first {MOST_LISTED}; the API gives the other{' '}
                {formatDigits(backtest.alerts.length - MOST_LISTED)}.
              </p>
            )}
          </details>
        </>
      )}
    </div>
  );
}

function sayOnsets({ onsets, alerts }: BacktestBody): string {
  if (alerts.length === 0) return 'It would have raised no alert.';
  const times = onsets.all === 1 ? 'once' : `${formatDigits(onsets.all)} times`;
  const fired =
    onsets.all === 0 ? 'It would have raised notes only.' : `It would have fired ${times}.`;
  return onsets.granted > 0
    ? `${fired} Its budget grants ${formatDigits(Number(onsets.granted.toPrecision(2)))} by chance in that time.`
    : fired;
}

/** Alerts by check, the worst and the most frequent first. */
function lanesOf(alerts: BacktestBody['alerts']): readonly (readonly [string, BacktestAlert[]])[] {
  const lanes = new Map<string, BacktestAlert[]>();
  for (const alert of alerts) {
    const key = `${alert.checkId} ${alert.segment}`;
    const lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, [alert]);
    else lane.push(alert);
  }
  const worst = (lane: readonly BacktestAlert[]) =>
    Math.min(...lane.map(({ severity }) => RANKS[severity]));
  return [...lanes].sort(([, a], [, b]) => worst(a) - worst(b) || b.length - a.length);
}
