import type { MissingCounts } from './profile.ts';

/** Everything that left a row without a usable value, values of the wrong kind included. */
export function countMissing(missing: MissingCounts): number {
  return missing.absent + missing.null + missing.nan + missing.infinite + missing.mismatched;
}
