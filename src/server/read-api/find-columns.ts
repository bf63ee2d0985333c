import type { ColumnLabel } from '../../monitoring/health/overview-read-model.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { DEFAULT_OUTPUT } from '../../monitoring/prediction/prediction.ts';
import { ApiError } from '../http/api-error.ts';

const OF_OUTPUTS = ['score', 'decision', 'value', 'label'];

/** Every key that a name has had: a feature whose kind changed has one of each epoch, and metrics of
 *  outcomes go by the output. */
export function findColumns(
  name: string,
  model: Pick<Model, 'outputs'>,
  features: readonly Pick<ColumnLabel, 'column' | 'name'>[],
): readonly string[] {
  const keys = features.filter((one) => one.name === name).map((one) => one.column);
  if (name === 'latency') keys.push(name);
  const [kind = '', output = DEFAULT_OUTPUT] = name.split(/:| of /, 2);
  const outputs = model.outputs.map((one) => one.name);
  if (OF_OUTPUTS.includes(kind) && outputs.includes(output)) keys.push(`${kind}:${output}`);
  if (outputs.includes(name)) keys.push(name);
  if (keys.length > 0) return keys;
  throw new ApiError('unknown_model_column', { where: 'querystring/column' });
}
