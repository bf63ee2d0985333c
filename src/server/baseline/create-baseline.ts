import type { Logger } from 'pino';
import type { FileRow, FileRows } from '../../adapters/sources/file-rows.ts';
import type { ColumnKind } from '../../metrics/profile.ts';
import { BASELINE_SAMPLE_ROWS, type Baseline } from '../../monitoring/baseline/baseline.ts';
import type { BaselineRowStore } from '../../monitoring/baseline/baseline-row-store.ts';
import type { BaselineStore } from '../../monitoring/baseline/baseline-store.ts';
import { type DecidedFeature, decideFeatures } from '../../monitoring/baseline/decide-features.ts';
import { type InferredColumn, inferColumns } from '../../monitoring/baseline/infer-columns.ts';
import type { Model, OutputDeclaration } from '../../monitoring/model/model.ts';
import type { ModelStore } from '../../monitoring/model/model-store.ts';
import type { ProfileStore } from '../../monitoring/profile/profile-store.ts';
import { ApiError } from '../http/api-error.ts';
import { requireSegmentBudget } from '../require-segment-budget.ts';
import { type BaselineColumns, takenColumns } from './baseline-columns.ts';
import { fillBaseline } from './fill-baseline.ts';
import { inspectFile } from './inspect-file.ts';
import { sampleRows } from './sample-rows.ts';
import { shapeBaselineRow } from './shape-row.ts';

export interface BaselineDeps {
  readonly models: ModelStore;
  readonly baselines: BaselineStore;
  readonly rows: BaselineRowStore;
  readonly profiles: ProfileStore;
  readonly now: () => number;
  readonly logger: Logger;
}

export interface BaselineOrder {
  readonly model: Model;
  readonly name: string;
  readonly version: string | null;
  readonly output: string | null;
  readonly columns: BaselineColumns;
  readonly seed: number;
  /** Reads the rows from the first one on; called more than once. */
  readonly open: () => FileRows;
  /** What somebody said about columns, whatever was inferred. */
  readonly kinds?: ReadonlyMap<string, ColumnKind>;
  readonly createdBy?: string;
}

export interface CreatedBaseline {
  readonly baseline: Baseline;
  readonly model: Model;
  readonly features: readonly DecidedFeature[];
  readonly warnings: readonly string[];
}

const INSERT_ROWS = 2_000;

/** Makes a baseline of a file. The file is read to its end before anything is registered, so that
 *  a broken one leaves no trace; if a store fails later, the baseline is marked as failed and
 *  whatever was active stays. */
export async function createBaseline(
  deps: BaselineDeps,
  order: BaselineOrder,
): Promise<CreatedBaseline> {
  const { open } = order;
  const output = outputOf(order);
  const file = await inspectFile(open(), order.seed);
  checkColumns(order.columns, file.columns);

  const taken = takenColumns(order.columns);
  const decided = decideFeatures(
    inferColumns(file.sample)
      .filter((column) => !taken.has(column.name))
      .map((column) => withKind(column, order.kinds?.get(column.name))),
    order.model.features,
  );
  const { projectId, modelId } = order.model;
  requireShortNames(decided);
  const names = new Set(
    [...order.model.features, ...decided.map((one) => one.draft)].map((one) => one.name),
  );
  requireSegmentBudget(order.model, names.size, 'body');
  const registered = await deps.models.registerFeatures(
    modelId,
    decided.map((feature) => feature.draft),
    deps.now(),
  );
  if (registered === 'too_many_features') throw new ApiError('too_many_features');
  const model = await deps.models.get(modelId);
  if (registered === 'not_found' || model === null) throw new ApiError('model_not_found');

  const { name, version, createdBy = '' } = order;
  const begun = await deps.baselines.begin({ projectId, modelId, name, version, createdBy });
  const context = { columns: order.columns, features: model.features, output };
  const baseline = await fillBaseline(deps, model, begun, async () => {
    let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const rows = await keepRows(
      sampleRows(open(), file.rows, BASELINE_SAMPLE_ROWS, order.seed),
      (first, batch) => {
        const shaped = batch.map((row) => shapeBaselineRow(row, context));
        for (const { eventTimeMs } of shaped) {
          firstMs = Math.min(firstMs, eventTimeMs);
          lastMs = Math.max(lastMs, eventTimeMs);
        }
        return deps.rows.append(model, begun, first, shaped);
      },
    );
    // The last row lies in the period too.
    const period = order.columns.time === null ? null : { startMs: firstMs, endMs: lastMs + 1 };
    return { rows, sourceRows: file.rows, period };
  });
  return { baseline, model, features: decided, warnings: warningsOf(baseline, decided, model) };
}

function withKind(column: InferredColumn, kind: ColumnKind | undefined): InferredColumn {
  if (kind === undefined) return column;
  const { asFeature = column, ...asNumber } = column;
  if (kind === asFeature.kind) return asFeature;
  if (kind === asNumber.kind) return asNumber;
  const { name, nullable, distinctRatio, categories = [] } = asFeature;
  const listed = kind === 'categorical' || kind === 'boolean';
  return {
    name,
    kind,
    nullable,
    distinctRatio,
    identifier: false,
    note: `taken as ${kind}, as you said`,
    ...(listed ? { categories } : {}),
  };
}

/** The output that scores, decisions, values and labels belong to: the named one, else the first. */
function outputOf({ model, output, columns }: BaselineOrder): OutputDeclaration | null {
  const { score, decision, value, label } = columns;
  const asked = [score, decision, value, label].some((column) => column !== null);
  if (!asked && output === null) return null;
  const found =
    output === null ? model.outputs[0] : model.outputs.find((one) => one.name === output);
  if (found === undefined) {
    throw new ApiError('unknown_output', {
      detail: { output, declared: model.outputs.map((one) => one.name) },
    });
  }
  return found;
}

function checkColumns(columns: BaselineColumns, present: readonly string[]): void {
  const missing = [...takenColumns(columns)].filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new ApiError('unknown_column', { detail: { missing, columns: present.slice(0, 200) } });
  }
}

/** Longer ones no monitor could name. */
const MAXIMUM_NAME_LENGTH = 300;

function requireShortNames(decided: readonly DecidedFeature[]): void {
  const long = decided.find(({ draft }) => draft.name.length > MAXIMUM_NAME_LENGTH);
  if (long === undefined) return;
  const start = long.draft.name.slice(0, 40);
  throw new ApiError('bad_file', {
    detail: `The name of the column "${start}…" has ${long.draft.name.length} characters; ${MAXIMUM_NAME_LENGTH} is the most.`,
  });
}

async function keepRows(
  batches: AsyncIterable<FileRow[]>,
  append: (firstRowNumber: number, rows: readonly FileRow[]) => Promise<void>,
): Promise<number> {
  let kept = 0;
  let waiting: FileRow[] = [];
  const flush = async () => {
    await append(kept, waiting);
    kept += waiting.length;
    waiting = [];
  };
  for await (const batch of batches) {
    for (const row of batch) {
      waiting.push(row);
      if (waiting.length === INSERT_ROWS) await flush();
    }
  }
  if (waiting.length > 0) await flush();
  return kept;
}

export function warningsOf(
  baseline: Baseline,
  decided: readonly DecidedFeature[],
  model: Model,
): string[] {
  const warnings = decided.map((feature) => feature.warning).filter((text) => text !== '');
  if (baseline.rows < baseline.sourceRows) {
    warnings.push(`${baseline.rows} of ${baseline.sourceRows} rows are kept, drawn at random.`);
  }
  for (const name of model.segmentBy) {
    const feature = model.features.find((one) => one.name === name);
    if (feature === undefined)
      warnings.push(`No feature is called "${name}": it makes no segments.`);
    else if (feature.identifier || !['categorical', 'boolean'].includes(feature.kind)) {
      warnings.push(`"${name}" has too many values to make segments of.`);
    }
  }
  return warnings;
}
