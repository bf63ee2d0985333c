import type { Check } from '../monitor/monitor.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { Cadence } from '../window/window.ts';

/** Earlier windows that a check asks for. */
export interface HistoryWish {
  readonly from: 'baseline' | 'first' | 'latest';
  readonly windows: number;
}

/** What is learnt without a baseline of enough windows is learnt once: eight weeks of days, four
 *  of hours. A history that went on would learn slow drift as normal. */
const LEARNING_WINDOWS: Readonly<Record<Cadence, number>> = { '5m': 2_016, '1h': 672, '1d': 56 };

/** Which windows a check learns from; null where it does not. */
export function historyWish(check: Pick<Check, 'threshold'>, cadence: Cadence): HistoryWish | null {
  const { threshold } = check;
  if (threshold.strategy === 'history') {
    const { windows } = threshold;
    return { from: threshold.from === 'recent' ? 'latest' : 'baseline', windows };
  }
  const { historyWindows } = strategyOf(threshold);
  if (historyWindows === 0) return null;
  return { from: 'baseline', windows: Math.min(historyWindows, LEARNING_WINDOWS[cadence]) };
}
