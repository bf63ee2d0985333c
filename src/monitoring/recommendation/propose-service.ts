import type { WindowProfile } from '../../metrics/profile.ts';
import type { HistoryThreshold } from '../threshold/threshold.ts';
import { weightOfValues } from './describe-values.ts';
import { calibrated, SHARE_EFFECTS } from './effects.ts';
import type { ProposedCheck } from './recommendation.ts';

/** Standard deviations of few windows are met by chance more often than a normal law says. */
const WARNING = 5;
const CRITICAL = 7;
const FOUR_WEEKS = { windows: 28, sameSeason: false } as const;
/** Weekdays of eight weeks: of businesses that rest on Sundays, five weekdays would make every weekend an
 *  alarm, and a whole week a deviation that nothing exceeds. That there are no rows at all is told
 *  from the first day on, by the monitor. */
const SAME_WEEKDAY = { windows: 8, sameSeason: true } as const;

/** A tenth of the traffic, or a fifth of the latency, is no matter however steady it was. */
const LEAST_CHANGES = {
  volume: { warningChange: 0.1, criticalChange: 0.3 },
  latency: { warningChange: 0.2, criticalChange: 0.5 },
} as const;

const learnt = (
  side: HistoryThreshold['side'],
  past: Pick<HistoryThreshold, 'windows' | 'sameSeason'>,
  least: Pick<HistoryThreshold, 'warningChange' | 'criticalChange'>,
): HistoryThreshold => ({
  strategy: 'history',
  warning: WARNING,
  critical: CRITICAL,
  side,
  from: 'recent',
  ...past,
  ...least,
});

const COMMON = { column: null, name: null, parameters: {}, weight: 1 };

/** A service that fails drifts nowhere. One failure after weeks without any is no alarm, so errors
 *  are not held against a deviation that was 0. */
export function proposeErrors(): ProposedCheck {
  return {
    ...COMMON,
    metric: 'error_rate',
    threshold: calibrated(SHARE_EFFECTS),
    why: 'Error rate: the rows of a baseline are answers that came, so it allows the usual 1 % only.',
  };
}

/** Volume and latency by day: a file of training data says nothing of how they vary, so their
 *  bounds come from the windows seen since. Hours follow the time of day too closely for that. */
export function proposeTraffic(baseline: WindowProfile): ProposedCheck[] {
  const volume: ProposedCheck = {
    ...COMMON,
    metric: 'volume',
    threshold: learnt('below', SAME_WEEKDAY, LEAST_CHANGES.volume),
    why: 'Volume against the same weekday of the eight weeks before.',
  };
  const latency = baseline.columns.get('latency');
  if (latency === undefined || weightOfValues(latency) === 0) return [volume];
  const why = 'The slowest twentieth of answers against the four weeks before.';
  return [
    volume,
    {
      ...COMMON,
      metric: 'latency',
      threshold: learnt('above', FOUR_WEEKS, LEAST_CHANGES.latency),
      why,
    },
  ];
}
