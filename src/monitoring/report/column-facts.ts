import { countMissing } from '../../metrics/count-missing.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import type { ColumnFacts } from './report.ts';

export const missingRatioOf = ({ missing, weight }: ColumnProfile): number =>
  weight === 0 ? 0 : countMissing(missing) / weight;

/** What a reader wants to see of a column beside its distances. */
export function columnFacts(profile: ColumnProfile): ColumnFacts {
  const { numeric, categorical } = profile;
  const known = numeric !== undefined && numeric.moments.n > 0 ? numeric : null;
  const deviation = known === null ? null : Math.sqrt(known.moments.m2 / known.moments.n);
  return {
    missingRatio: missingRatioOf(profile),
    mean: known?.moments.mean ?? null,
    standardDeviation: deviation !== null && Number.isFinite(deviation) ? deviation : null,
    min: known?.min ?? null,
    max: known?.max ?? null,
    categories:
      categorical === undefined
        ? null
        : categorical.counts.filter((count) => count > 0).length + categorical.unseen.length,
  };
}
