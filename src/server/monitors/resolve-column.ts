import type { Metric } from '../../metrics/metric.ts';
import type { ColumnKind } from '../../metrics/profile.ts';
import type { Model, OutputDeclaration } from '../../monitoring/model/model.ts';
import { DEFAULT_OUTPUT } from '../../monitoring/prediction/prediction.ts';
import {
  decisionColumn,
  featureColumn,
  scoreColumn,
  valueColumn,
} from '../../monitoring/profile/column-key.ts';

export type ResolvedColumn =
  | { readonly kind: 'column'; readonly key: string | null }
  /** As a sentence, for who wrote the rule. */
  | { readonly kind: 'unknown' | 'refused'; readonly sentence: string };

const OUTPUT_COLUMNS: Readonly<
  Record<string, { key: (output: string) => string; kind: ColumnKind }>
> = {
  score: { key: scoreColumn, kind: 'numeric' },
  decision: { key: decisionColumn, kind: 'categorical' },
  value: { key: valueColumn, kind: 'numeric' },
};

/** From the name that people write to the key that profiles go by. */
export function resolveColumn(
  metric: Metric,
  name: string | null,
  model: Pick<Model, 'features' | 'outputs'>,
): ResolvedColumn {
  const { title } = metric.descriptor;
  if (metric.subject === 'window') {
    if (name === null) return { kind: 'column', key: null };
    return { kind: 'refused', sentence: `${title} looks at no column; leave "column" out.` };
  }
  if (metric.subject === 'outcome') return resolveOutput(metric, name, model);
  if (name === null) return { kind: 'refused', sentence: `${title} needs a column.` };
  const found = findColumn(name, model);
  if (found === undefined) {
    return { kind: 'unknown', sentence: `The model has no column "${name}".` };
  }
  if (found.identifier && metric.descriptor.family === 'drift') {
    const sentence = `"${name}" is an identifier: nearly every row has another value, so its drift says nothing.`;
    return { kind: 'refused', sentence };
  }
  if (!metric.descriptor.accepts.includes(found.kind)) {
    const accepted = metric.descriptor.accepts.join(', ');
    const sentence = `${title} works on ${accepted} columns, and "${name}" is ${found.kind}.`;
    return { kind: 'refused', sentence };
  }
  return { kind: 'column', key: found.key };
}

function findColumn(name: string, model: Pick<Model, 'features' | 'outputs'>) {
  const feature = model.features.find((one) => one.name === name);
  if (feature !== undefined) {
    const { featureId, kind, identifier } = feature;
    return { key: featureColumn(featureId), kind, identifier };
  }
  if (name === 'latency') return { key: name, kind: 'numeric' as const, identifier: false };
  const colon = name.indexOf(':');
  const column = OUTPUT_COLUMNS[colon < 0 ? name : name.slice(0, colon)];
  const output = colon < 0 ? onlyOutput(model.outputs) : name.slice(colon + 1);
  if (column === undefined || !model.outputs.some((one) => one.name === output)) return undefined;
  return { key: column.key(output), kind: column.kind, identifier: false };
}

function resolveOutput(
  metric: Extract<Metric, { subject: 'outcome' }>,
  name: string | null,
  model: Pick<Model, 'outputs'>,
): ResolvedColumn {
  const wanted = name ?? onlyOutput(model.outputs);
  const output = model.outputs.find((one) => one.name === wanted);
  if (output === undefined) {
    return { kind: 'unknown', sentence: `The model has no output "${wanted}".` };
  }
  const tasks: readonly string[] = metric.descriptor.tasks ?? [];
  if (!tasks.includes(output.task)) {
    const sentence = `${metric.descriptor.title} is for ${tasks.join(', ')} outputs, and "${wanted}" is ${output.task}.`;
    return { kind: 'refused', sentence };
  }
  return { kind: 'column', key: output.name };
}

const onlyOutput = (outputs: readonly OutputDeclaration[]): string =>
  outputs.length === 1 ? (outputs[0]?.name ?? DEFAULT_OUTPUT) : DEFAULT_OUTPUT;
