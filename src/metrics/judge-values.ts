import { countMissing } from './count-missing.ts';
import { effectiveRows } from './effective-rows.ts';
import { judgeSample } from './judge-sample.ts';
import type { Measured, MetricDescriptor } from './metric.ts';
import type { ColumnProfile } from './profile.ts';
import { shareOf } from './share-of.ts';

/** Effective rows with a usable value, their weight, and the answer where they are too few. */
export function judgeValues(
  descriptor: MetricDescriptor,
  profile: ColumnProfile,
): { readonly n: number; readonly weight: number; readonly shortfall: Measured | undefined } {
  const rows = effectiveRows(profile.weight, profile.weightSquares);
  if (rows === 0) {
    const shortfall = { kind: 'no_data', reason: 'no_rows', n: 0, m: 0 } as const;
    return { n: 0, weight: 0, shortfall };
  }
  const missing = countMissing(profile.missing);
  const n = rows * (1 - shareOf(missing, profile.weight, 'missing'));
  if (n === 0) {
    const shortfall = { kind: 'no_data', reason: 'no_values', n, m: 0 } as const;
    return { n, weight: 0, shortfall };
  }
  return { n, weight: profile.weight - missing, shortfall: judgeSample(descriptor, n) };
}
