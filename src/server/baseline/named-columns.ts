import type { ColumnKind } from '../../metrics/profile.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { Model } from '../../monitoring/model/model.ts';
import {
  decisionColumn,
  featureColumn,
  scoreColumn,
  valueColumn,
} from '../../monitoring/profile/column-key.ts';
import type { ColumnRole } from '../../monitoring/report/report.ts';

export interface NamedColumn {
  readonly key: string;
  /** As people know it. */
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
}

/** Columns of a model whose distribution can be compared: text, vectors and names of rows have none. */
export function namedColumns(model: Model): NamedColumn[] {
  const features = model.features
    .filter(({ kind, identifier }) => !identifier && kind !== 'text' && kind !== 'embedding')
    .map(({ featureId, name, kind }): NamedColumn => {
      return { key: featureColumn(featureId), name, kind, role: 'feature' };
    });
  const named = (key: string, kind: ColumnKind, role: ColumnRole): NamedColumn => ({
    key,
    name: nameColumn(key, new Map()) ?? key,
    kind,
    role,
  });
  const outputs = model.outputs.flatMap(({ name, task }) =>
    task === 'regression'
      ? [named(valueColumn(name), 'numeric', 'score')]
      : [
          named(scoreColumn(name), 'numeric', 'score'),
          named(decisionColumn(name), 'categorical', 'prediction'),
        ],
  );
  return [...features, ...outputs, named('latency', 'numeric', 'feature')];
}
