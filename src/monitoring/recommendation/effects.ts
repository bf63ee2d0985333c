import type { CalibratedThreshold } from '../threshold/threshold.ts';

/** Effects below the first do not matter, beyond the second do. */
export type Effects = readonly [warning: number, critical: number];

/** Cohen's w of a distribution: 0.1 is small (PSI 0.01), 0.3 is medium (PSI 0.09). */
export const DISTRIBUTION_EFFECTS: Effects = [0.1, 0.3];
/** One value in a hundred may go missing by accident, one in twenty does not. */
export const SHARE_EFFECTS: Effects = [0.01, 0.05];
/** Points of accuracy, AUC and the like. */
export const PERFORMANCE_EFFECTS: Effects = [0.02, 0.05];
/** Rows that are lost, of those that are usual. */
export const TRAFFIC_EFFECTS: Effects = [0.1, 0.5];
/** Of an error in the unit of the value: so much of what it is on the baseline. */
export const ERROR_GROWTH: Effects = [0.1, 0.3];

export function calibrated(
  [warningEffect, criticalEffect]: Effects,
  side: CalibratedThreshold['side'] = 'above',
): CalibratedThreshold {
  return { strategy: 'calibrated', warningEffect, criticalEffect, side };
}
