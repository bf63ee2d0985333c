import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../../monitoring/model/model.ts';
import { SEGMENT_VALUES } from '../../../../monitoring/model/segment-budget.ts';
import { featureColumn } from '../../../../monitoring/profile/column-key.ts';

/** Grouping by the dimensions that the model declares, beside the whole. */
export interface Grouping {
  /** SQL: columns to add to the rows, one per dimension. */
  readonly dimensions: readonly string[];
  readonly groupBy: string;
  /** SQL: the segment of a group, '' for the whole. */
  readonly segment: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const KEYS = 'cell, version, variant, environment';

/** The whole model only. */
export const WHOLE: Grouping = { dimensions: [], groupBy: KEYS, segment: `''`, params: {} };

/** One pass for the whole and every segment. Which values get their own segment is what the
 *  baseline's profile says, so there are none without a baseline. Rows without a value of the
 *  dimension are in its rest. */
export function groupingOf(model: Model, baseline: Baseline | null): Grouping {
  const features = segmentFeatures(model);
  if (baseline === null || features.length === 0) return WHOLE;
  const names = features.map((_, index) => `segment_${index}`);
  return {
    dimensions: features.map(
      ({ featureId }, index) => `concat({dimensions:Array(String)}[${index + 1}], '=',
        if(cat[${featureId}] != '' AND cat[${featureId}] IN (
          SELECT arrayJoin(arraySlice(category_values, 1, ${SEGMENT_VALUES}))
          FROM profiles FINAL
          WHERE project_id = {project:String} AND model_id = {model:String}
            AND source = {baseline:String} AND segment = ''
            AND column_key = '${featureColumn(featureId)}'
        ), cat[${featureId}], '*rest*')) AS ${names[index]}`,
    ),
    groupBy: `GROUPING SETS ((${KEYS}), ${names.map((name) => `(${KEYS}, ${name})`).join(', ')})`,
    // In a set without a dimension its column is empty.
    segment: `concat(${names.join(', ')}, '')`,
    params: {
      dimensions: features.map((feature) => feature.name),
    },
  };
}

/** Segments that a cell can have at most, the whole model included. */
export function countSegments(model: Model, baseline: Baseline | null): number {
  if (baseline === null) return 1;
  const values = segmentFeatures(model).map(({ featureId }) => {
    const grid = baseline.grids.get(featureColumn(featureId));
    const known = grid?.kind === 'categorical' ? grid.categories.length : 0;
    return Math.min(SEGMENT_VALUES, known) + 1;
  });
  return values.reduce((sum, more) => sum + more, 1);
}

/** Declared dimensions that can be counted: features whose values are few and return. */
export function segmentFeatures(model: Model) {
  return model.segmentBy.flatMap((name) => {
    const feature = model.features.find((one) => one.name === name);
    const countable = feature?.kind === 'categorical' || feature?.kind === 'boolean';
    return feature !== undefined && countable && !feature.identifier ? [feature] : [];
  });
}
