import type { Model } from '../model/model.ts';
import { SEGMENT_VALUES } from '../model/segment-budget.ts';
import { featureColumn } from '../profile/column-key.ts';
import type { Baseline } from './baseline.ts';

/** What the values of a dimension that have no segment of their own share. */
export const REST_VALUE = '*rest*';

/** Names of the segments of a declared dimension: the values that the baseline knows best, and
 *  the rest. None without a baseline, as nothing is counted by segment then. */
export function segmentsOfDimension(
  model: Pick<Model, 'features'>,
  baseline: Pick<Baseline, 'grids'> | null,
  dimension: string,
): string[] {
  const feature = model.features.findLast((one) => one.name === dimension);
  const grid = feature && baseline?.grids.get(featureColumn(feature.featureId));
  if (grid?.kind !== 'categorical') return [];
  const values = grid.categories.slice(0, SEGMENT_VALUES).filter((value) => value !== '');
  return [...values, REST_VALUE].map((value) => `${dimension}=${value}`);
}
