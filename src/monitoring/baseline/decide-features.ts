import type { ColumnKind } from '../../metrics/profile.ts';
import type { Feature } from '../model/model.ts';
import type { FeatureDraft } from '../model/model-store.ts';
import { featureOf, type InferredColumn } from './infer-columns.ts';

export interface DecidedFeature {
  readonly draft: FeatureDraft;
  readonly inferred: InferredColumn;
  readonly outcome: 'new' | 'kept' | 'kind_changed';
  /** Empty where there is nothing to wonder about. */
  readonly warning: string;
}

/** What the columns of a baseline's file make of a model's features. What people have said about
 *  a known feature stays; its kind does too, as long as it can hold what the file has. */
export function decideFeatures(
  columns: readonly InferredColumn[],
  known: readonly Feature[],
): DecidedFeature[] {
  const byName = new Map(known.map((feature) => [feature.name, feature]));
  return columns.map((column) => {
    const feature = byName.get(column.name);
    const inferred = feature?.kind === 'numeric' ? column : featureOf(column);
    if (feature === undefined) {
      return { draft: draftOf(inferred), inferred, outcome: 'new', warning: noteOf(inferred) };
    }
    if (canHold(feature.kind, inferred)) {
      return { draft: keep(feature, inferred), inferred, outcome: 'kept', warning: '' };
    }
    return {
      draft: {
        ...draftOf(inferred),
        importance: feature.importance,
        criticality: feature.criticality,
      },
      inferred,
      outcome: 'kind_changed',
      warning: `"${inferred.name}" was ${feature.kind} and is ${inferred.kind} now: a new column begins`,
    };
  });
}

const draftOf = (inferred: InferredColumn): FeatureDraft => ({
  name: inferred.name,
  kind: inferred.kind,
  range: inferred.range ?? null,
  importance: null,
  criticality: 'normal',
  identifier: inferred.identifier,
});

const keep = (feature: Feature, inferred: InferredColumn): FeatureDraft => ({
  name: feature.name,
  kind: feature.kind,
  range: feature.range ?? (feature.kind === 'numeric' ? (inferred.range ?? null) : null),
  importance: feature.importance,
  criticality: feature.criticality,
  identifier: feature.identifier,
});

/** Text and categories hold anything but vectors; a column without a value fits everywhere. */
function canHold(kind: ColumnKind, inferred: InferredColumn): boolean {
  if (inferred.kind === kind || isEmpty(inferred)) return true;
  return (kind === 'categorical' || kind === 'text') && inferred.kind !== 'embedding';
}

const isEmpty = (inferred: InferredColumn): boolean =>
  inferred.distinctRatio === 0 && inferred.nullable;

const noteOf = ({ name, note }: InferredColumn): string =>
  note === '' ? '' : `"${name}": ${note}`;
