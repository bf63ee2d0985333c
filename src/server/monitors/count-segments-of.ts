import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { SEGMENT_VALUES } from '../../monitoring/model/segment-budget.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';

/** Segments that a monitor of a dimension has: the values that the baseline knows best, and the
 *  rest. Without a baseline as many as there can be. */
export function countSegmentsOf(
  dimension: string | null,
  model: Pick<Model, 'features'>,
  baseline: Pick<Baseline, 'grids'> | null,
): number {
  if (dimension === null) return 0;
  const feature = model.features.find((one) => one.name === dimension);
  const grid = feature && baseline?.grids.get(featureColumn(feature.featureId));
  const known = grid?.kind === 'categorical' ? grid.categories.length : SEGMENT_VALUES;
  return Math.min(SEGMENT_VALUES, known) + 1;
}
