import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { featureNames } from '../jobs/evaluation/message-writer.ts';

export interface FoundColumn {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly importance: number | null;
}

const KINDS = ['score', 'decision', 'value', 'label'] as const;

/** A feature by its name; an output or the latency by its key or by the name that people know. */
export function findColumn(model: Model, wanted: string): FoundColumn | null {
  const feature = model.features.findLast((one) => one.name === wanted);
  if (feature !== undefined) {
    const { name, kind, importance } = feature;
    return { key: featureColumn(feature.featureId), name, kind, importance };
  }
  const outputs = model.outputs.flatMap(({ name }) => KINDS.map((kind) => `${kind}:${name}`));
  for (const key of [...outputs, 'latency']) {
    const name = nameColumn(key, featureNames(model)) ?? key;
    if (wanted === key || wanted === name) return { key, name, kind: '', importance: null };
  }
  return null;
}
