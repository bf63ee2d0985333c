import { mergeColumnProfiles } from './merge-column-profiles.ts';
import { mergeOutcomeProfiles } from './merge-outcome-profiles.ts';
import type { WindowProfile } from './profile.ts';

/** Two windows that do not overlap, as one: a day is the sum of its hours. A column that only
 *  one of them profiled is kept as it is, so its rows can be fewer than the window's. */
export function mergeWindowProfiles(a: WindowProfile, b: WindowProfile): WindowProfile {
  return {
    rows: a.rows + b.rows,
    erroneousRows: a.erroneousRows + b.erroneousRows,
    ...(a.duplicateRows === undefined || b.duplicateRows === undefined
      ? {}
      : { duplicateRows: a.duplicateRows + b.duplicateRows }),
    durationMs: a.durationMs + b.durationMs,
    columns: mergeMaps(a.columns, b.columns, mergeColumnProfiles),
    outcomes: mergeMaps(a.outcomes, b.outcomes, mergeOutcomeProfiles),
  };
}

function mergeMaps<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  merge: (a: T, b: T) => T,
): Map<string, T> {
  const merged = new Map(a);
  for (const [key, value] of b) {
    const present = merged.get(key);
    merged.set(key, present === undefined ? value : merge(present, value));
  }
  return merged;
}
