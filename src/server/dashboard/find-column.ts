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

const OUTPUT = /^(?:score|decision|value|label):(.+)$/;

/** A feature by its name; an output or the latency by its key. */
export function findColumn(model: Model, wanted: string): FoundColumn | null {
  const feature = model.features.findLast((one) => one.name === wanted);
  if (feature !== undefined) {
    const { name, kind, importance } = feature;
    return { key: featureColumn(feature.featureId), name, kind, importance };
  }
  const output = OUTPUT.exec(wanted)?.[1];
  const isOutput = model.outputs.some(({ name }) => name === output);
  if (!isOutput && wanted !== 'latency') return null;
  const name = nameColumn(wanted, featureNames(model)) ?? wanted;
  return { key: wanted, name, kind: '', importance: null };
}
