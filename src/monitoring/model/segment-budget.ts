import type { Model } from './model.ts';

/** Values of a declared dimension that get a segment each; the others share one. */
export const SEGMENT_VALUES = 50;

/** More profiles than that in one window would be counted slower than they arrive. */
export const MAXIMUM_PROFILES_PER_WINDOW = 50_000;

/** Profiles that one window of a model can need: one per column in the whole and in every
 *  segment. Columns are features, and score, decision and value of each output. */
export function countProfilesPerWindow(
  segmentBy: readonly string[],
  featureCount: number,
  outputs: Model['outputs'],
): number {
  const segments = 1 + segmentBy.length * (SEGMENT_VALUES + 1);
  const columns = featureCount + 3 * outputs.length + 1;
  return segments * columns;
}
