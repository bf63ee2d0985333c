import type { WindowProfile } from '../../metrics/profile.ts';
import type { HistoryThreshold } from '../threshold/threshold.ts';
import { weightOfValues } from './describe-values.ts';
import { calibrated, SHARE_EFFECTS, TRAFFIC_EFFECTS } from './effects.ts';
import type { ProposedCheck } from './recommendation.ts';

/** The slowest twentieth of answers in so many standard deviations, which few windows meet by chance
 *  more often than a normal law says; a fifth more is no matter however steady it was. */
const LATENCY: HistoryThreshold = {
  strategy: 'history',
  warning: 5,
  critical: 7,
  side: 'above',
  from: 'recent',
  windows: 28,
  sameSeason: false,
  warningChange: 0.2,
  criticalChange: 0.5,
};

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
    threshold: calibrated(TRAFFIC_EFFECTS, 'below'),
    why: 'Volume against the eight weeks before, each weekday against its own once four were seen.',
  };
  const latency = baseline.columns.get('latency');
  if (latency === undefined || weightOfValues(latency) === 0) return [volume];
  const why = 'The slowest twentieth of answers against the four weeks before.';
  return [volume, { ...COMMON, metric: 'latency', threshold: LATENCY, why }];
}
