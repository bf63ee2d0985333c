import type {
  FeatureBody,
  ModelBody,
  ModelDraftBody,
  OutputDraftBody,
} from '../../contract/model.ts';
import {
  type CellMs,
  type Feature,
  FIVE_MINUTES_MS,
  HOUR_MS,
  type Model,
  type OutputDeclaration,
} from '../../monitoring/model/model.ts';
import type { ModelDraft } from '../../monitoring/model/model-store.ts';
import { DEFAULT_OUTPUT } from '../../monitoring/prediction/prediction.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { checkCells } from '../../monitoring/window/cells.ts';
import { requireSegmentBudget } from '../require-segment-budget.ts';
import { ApiError } from './api-error.ts';

const CELL_MS: Readonly<Record<'5m' | '1h', CellMs>> = { '5m': FIVE_MINUTES_MS, '1h': HOUR_MS };

/** Most senders deliver within minutes; rows that come later are counted all the same. */
const DEFAULT_LATENESS_MS = 300_000;

export const describeModel = (model: Model): ModelBody => ({
  modelId: model.modelId,
  name: model.name,
  timeZone: model.timeZone,
  clock: model.clock,
  watermark: model.watermarkMs === null ? null : new Date(model.watermarkMs).toISOString(),
  cell: model.cellMs === HOUR_MS ? '1h' : '5m',
  latenessMs: model.latenessMs,
  outputs: model.outputs,
  segmentBy: model.segmentBy,
  schemaVersion: model.schemaVersion,
  features: model.features.map(describeFeature),
});

export const describeFeature = (feature: Feature): FeatureBody => ({
  ...feature,
  column: featureColumn(feature.featureId),
});

/** What a body asks for: of a known model, what is left out stays. */
export function readModelDraft(
  name: string,
  body: ModelDraftBody,
  known: Model | null,
): ModelDraft {
  if (known === null) requireReadableName(name);
  const draft: ModelDraft = {
    name,
    timeZone: body.timeZone ?? known?.timeZone ?? 'UTC',
    clock: body.clock ?? known?.clock ?? 'wall',
    cellMs: body.cell === undefined ? (known?.cellMs ?? HOUR_MS) : CELL_MS[body.cell],
    latenessMs: body.latenessMs ?? known?.latenessMs ?? DEFAULT_LATENESS_MS,
    outputs: body.outputs?.map(readOutput) ?? known?.outputs ?? [],
    segmentBy: body.segmentBy ?? known?.segmentBy ?? [],
  };
  const cells = checkCells(draft.timeZone, draft.cellMs);
  if (cells !== 'ok') throw new ApiError(cells, { where: 'body/timeZone', detail: draft.timeZone });
  const names = draft.outputs.map((output) => output.name);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice !== undefined) {
    throw new ApiError('invalid_output', {
      where: 'body/outputs',
      detail: `Two outputs are called "${twice}".`,
    });
  }
  requireSegmentBudget(draft, known?.features.length ?? 0, 'body/segmentBy');
  return draft;
}

/** Names stand in addresses, file names and messages: what cannot be seen, or turns the text
 *  after it around, makes two models look like one. */
function requireReadableName(name: string): void {
  const readable = name === name.trim() && !/[\p{Cc}\p{Cf}]/u.test(name) && !/^\.+$/.test(name);
  if (readable) return;
  throw new ApiError('invalid_request', {
    where: 'params/model',
    detail:
      'must not begin or end with a space, have invisible characters, or be of nothing but dots',
  });
}

function readOutput(body: OutputDraftBody, index: number): OutputDeclaration {
  const { name = DEFAULT_OUTPUT, task, classes = [], positiveClass = null } = body;
  const refuse = (detail: string) => {
    throw new ApiError('invalid_output', { where: `body/outputs/${index}`, detail });
  };
  if (task === 'regression' && (classes.length > 0 || positiveClass !== null)) {
    refuse('A regression has no classes.');
  }
  if (task === 'multiclass' && positiveClass !== null) {
    refuse('Only a binary output has a positive class.');
  }
  if (task !== 'binary') return { name, task, classes, positiveClass };
  if (classes.length !== 0 && classes.length !== 2) refuse('A binary output has two classes.');
  // Written as [negative, positive] by custom, as 0 comes before 1.
  const positive = positiveClass ?? classes[1] ?? null;
  if (positive === null) refuse('A binary output needs a positiveClass.');
  if (positive !== null && classes.length > 0 && !classes.includes(positive)) {
    refuse('The positiveClass is not among the classes.');
  }
  return { name, task, classes, positiveClass: positive };
}
