import type { HistoryThreshold } from '../threshold.ts';
import type { PresetCheck } from './preset-check.ts';

const EVERY_CATEGORY = 10_000;
/** NannyML's default number of chunks. */
const CHUNKS = 10;
const DEVIATIONS = 3;

/** NannyML's threshold: mean ± 3 population standard deviations of the metric over the chunks of its
 *  reference, moved to the end of the metric's range where it lies beyond. For drift the upper one
 *  counts, for performance both do: that is two checks here. Its reference chunks are measured
 *  against the whole reference they are part of, here against the rest of it.
 *  Source  NannyML v0.13.1, thresholds.py, StandardDeviationThreshold */
export function nannymlThreshold(
  side: HistoryThreshold['side'] = 'above',
  windows: number = CHUNKS,
): HistoryThreshold {
  return {
    strategy: 'history',
    warning: null,
    critical: DEVIATIONS,
    side,
    from: 'baseline',
    windows,
    sameSeason: false,
    deviation: 'population',
    clip: true,
  };
}

/** NannyML's default check of any column: the Jensen–Shannon distance with the binary logarithm. */
export function nannymlCheck(windows: number = CHUNKS): PresetCheck {
  return {
    metric: 'jensen_shannon',
    parameters: { logarithm: 'binary', categories: EVERY_CATEGORY },
    threshold: nannymlThreshold('above', windows),
  };
}
