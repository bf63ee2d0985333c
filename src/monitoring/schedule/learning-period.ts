import { findMetric } from '../../metrics/metrics.ts';
import { followsTraffic } from '../monitor/baseline-of-check.ts';
import type { Check } from '../monitor/monitor.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { HistoryThreshold } from '../threshold/threshold.ts';
import type { Cadence } from '../window/window.ts';

/** Earlier windows that a check asks for. */
export interface HistoryWish {
  /** `baseline`: those of its own period, and the first ones evaluated where it has too few.
   *  `latest`: those before the window, on the same baseline. `calm`: those of them that were no
   *  alarm, whatever the baseline and however long ago: a loss that lasts must not be forgotten. */
  readonly from: 'baseline' | 'latest' | 'calm';
  /** How many of those that were evaluated. */
  readonly windows: number;
}

/** So many windows of the baseline's own period need no others. */
export const ENOUGH_BASELINE_WINDOWS = 28;

/** What is learnt without a baseline of enough windows is learnt once, from the first ones: of
 *  days 16 weeks, of hours 8, for the alarmed ones among them teach nothing. A history that went
 *  on would learn slow drift as normal. */
const LEARNING_WINDOWS: Readonly<Record<Cadence, number>> = { '5m': 2_016, '1h': 1_344, '1d': 112 };

/** Windows until the season comes round: the same hour of the week, the same day of it. */
const SEASON_WINDOWS: Readonly<Record<Cadence, number>> = { '5m': 2_016, '1h': 168, '1d': 7 };

/** Which windows a check learns from; null where it does not. */
export function historyWish(
  check: Pick<Check, 'metric' | 'threshold'>,
  cadence: Cadence,
): HistoryWish | null {
  const { metric, threshold } = check;
  const { historyWindows } = strategyOf(threshold);
  if (historyWindows === 0) return null;
  if (threshold.strategy === 'history' && threshold.from === 'recent') {
    return { from: 'latest', windows: Math.min(historyWindows, recentWindows(threshold, cadence)) };
  }
  const windows = Math.min(historyWindows, LEARNING_WINDOWS[cadence]);
  const isTraffic = threshold.strategy === 'calibrated' && followsTraffic(findMetric(metric));
  return { from: isTraffic ? 'calm' : 'baseline', windows };
}

/** Twice as many as are used: alarmed ones are passed over. */
const recentWindows = ({ windows, sameSeason }: HistoryThreshold, cadence: Cadence): number =>
  windows * (sameSeason ? SEASON_WINDOWS[cadence] : 2);
