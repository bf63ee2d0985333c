import type { Criticality, Feature } from '../model/model.ts';
import { featureColumn } from '../profile/column-key.ts';

const BY_CRITICALITY: Readonly<Record<Criticality, number>> = { low: 0.5, normal: 1, high: 2 };

/** The least important feature still gets a tenth of what an average one does. */
const LEAST_IMPORTANCE = 0.1;

/** What a check weighs where nobody said: an average feature 1, others by importance against that
 *  average and by criticality; everything that is no feature 1. */
export function weighCheck(column: string | null, features: readonly Feature[]): number {
  const feature = features.find((one) => featureColumn(one.featureId) === column);
  if (feature === undefined) return 1;
  const criticality = BY_CRITICALITY[feature.criticality];
  const known = features.flatMap(({ importance }) => (importance === null ? [] : [importance]));
  const average = known.reduce((sum, one) => sum + one, 0) / known.length;
  if (feature.importance === null || !(average > 0)) return criticality;
  return criticality * Math.max(LEAST_IMPORTANCE, feature.importance / average);
}
