import type { FileRows } from '../../adapters/sources/file-rows.ts';
import type { Model } from '../../monitoring/model/model.ts';
import {
  type BaselineDeps,
  type CreatedBaseline,
  createBaseline,
} from '../baseline/create-baseline.ts';
import { readFileTime, readFileWeight } from '../baseline/shape-row.ts';
import type { RefusedFileRow } from '../files/send-rows.ts';
import { ApiError } from '../http/api-error.ts';
import { readModelDraft } from '../http/model-wire.ts';
import type { ImportPlan } from './read-plan.ts';

/** Makes the model of a plan. One that an import made and did not finish is taken up again; any
 *  other of this name is somebody's. */
export async function makeModel(
  { models, baselines }: Pick<BaselineDeps, 'models' | 'baselines'>,
  projectId: string,
  plan: ImportPlan,
): Promise<Model> {
  const known = await models.find(projectId, plan.modelName);
  if (known === null) {
    const draft = readModelDraft(plan.modelName, plan.model, null);
    const made = await models.create(projectId, draft);
    if (made !== 'name_taken') return made;
    throw nameTaken(plan.modelName);
  }
  if ((await baselines.list(known.modelId)).some((one) => one.state === 'ready')) {
    throw nameTaken(plan.modelName);
  }
  const draft = readModelDraft(plan.modelName, plan.model, known);
  const changed = await models.update(projectId, known.modelId, draft);
  if (typeof changed === 'string') throw nameTaken(plan.modelName);
  return changed;
}

export const nameTaken = (name: string) =>
  new ApiError('name_taken', {
    where: 'body/model',
    detail: `There is a model ${name}, and an import of a file alone makes a new one: give it another name (--model), or send the rows to the one that is there (leeway import <model> <file> --as predictions).`,
  });

/** Makes the baseline of a plan. Rows that no baseline can hold are refused one by one. */
export async function makeBaseline(
  deps: BaselineDeps,
  model: Model,
  plan: ImportPlan,
  open: () => FileRows,
  onRefused: (row: RefusedFileRow) => void,
): Promise<CreatedBaseline> {
  let reads = 0;
  return createBaseline(deps, {
    model,
    name: 'from the file',
    version: null,
    output: null,
    columns: plan.baselineColumns,
    seed: 0,
    kinds: plan.kinds,
    open: () => {
      reads += 1;
      // The file is read more than once, and a row is refused once.
      return rowsOfBaseline(open(), plan, reads === 1 ? onRefused : () => undefined);
    },
  });
}

async function* rowsOfBaseline(
  file: FileRows,
  { baselineColumns, splitMs }: ImportPlan,
  onRefused: (row: RefusedFileRow) => void,
): FileRows {
  const { time, weight } = baselineColumns;
  for await (const batch of file) {
    yield batch.filter(({ number, values }) => {
      const timeMs = time === null ? null : readFileTime(values[time]);
      // Of a file in two parts, rows without a time are refused where the rest is sent.
      if (splitMs !== null && (timeMs === null || timeMs >= splitMs)) return false;
      if (time !== null && timeMs === null) {
        onRefused({
          rowNumber: number,
          code: 'invalid_field',
          message: 'the row has no time that can be read',
        });
        return false;
      }
      if (weight !== null && readFileWeight(values[weight]) === null) {
        onRefused({
          rowNumber: number,
          code: 'invalid_field',
          message: 'the row has no weight above 0',
        });
        return false;
      }
      return true;
    });
  }
}
