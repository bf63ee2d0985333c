import type { WindowProfile } from '../../metrics/profile.ts';
import type { HistoryThreshold } from '../threshold/threshold.ts';
import type { Cadence } from '../window/window.ts';
import { weightOfValues } from './describe-values.ts';
import type { ProposedCheck } from './recommendation.ts';

/** Standard deviations: traffic has heavier tails than a normal law. */
const WARNING = 4;
const CRITICAL = 6;

/** Four weeks of days; as many of hours, of which only those of the same hour count. */
const WINDOWS: Readonly<Record<Cadence, number>> = { '5m': 28, '1h': 28, '1d': 28 };

/** Volume, errors and latency: a file of training data says nothing of how they vary, so their
 *  bounds come from the windows seen since. */
export function proposeService(baseline: WindowProfile, cadence: Cadence): ProposedCheck[] {
  const learnt = (side: HistoryThreshold['side']): HistoryThreshold => ({
    strategy: 'history',
    warning: WARNING,
    critical: CRITICAL,
    side,
    from: 'recent',
    windows: WINDOWS[cadence],
    sameSeason: false,
  });
  const common = { column: null, name: null, parameters: {}, weight: 1 };
  const checks: ProposedCheck[] = [
    {
      ...common,
      metric: 'volume',
      threshold: learnt('below'),
      why: 'Volume against the windows before: a service that falls silent drifts nowhere.',
    },
    {
      ...common,
      metric: 'error_rate',
      threshold: learnt('above'),
      why: 'Error rate against the windows before: the baseline does not tell what is usual.',
    },
  ];
  const latency = baseline.columns.get('latency');
  if (latency === undefined || weightOfValues(latency) === 0) return checks;
  return [
    ...checks,
    {
      ...common,
      metric: 'latency',
      threshold: learnt('above'),
      why: 'The slowest twentieth of answers against the windows before.',
    },
  ];
}
