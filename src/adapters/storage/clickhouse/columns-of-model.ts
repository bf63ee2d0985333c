import type { ColumnKind } from '../../../metrics/profile.ts';
import type { Model, OutputDeclaration } from '../../../monitoring/model/model.ts';
import { hashName } from '../../../monitoring/prediction/content-hash.ts';

export interface FeatureColumn {
  readonly featureId: number;
  readonly kind: ColumnKind;
  readonly nameHash: number;
}

/** Of a model, what encoding a row looks up by name. */
export interface ColumnsOfModel {
  /** Names of registered features; of several epochs the latest. */
  readonly features: ReadonlyMap<string, FeatureColumn>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}

const known = new WeakMap<Model, ColumnsOfModel>();

export function columnsOfModel(model: Model): ColumnsOfModel {
  const cached = known.get(model);
  if (cached !== undefined) return cached;
  const features = new Map<string, FeatureColumn>();
  const ordered = [...model.features].sort((a, b) => a.epoch - b.epoch);
  for (const { name, featureId, kind } of ordered) {
    features.set(name, { featureId, kind, nameHash: hashName(name) });
  }
  const outputs = new Map(model.outputs.map((output) => [output.name, output]));
  const columns = { features, outputs };
  known.set(model, columns);
  return columns;
}
