import type { Model } from '../../monitoring/model/model.ts';
import type { Label } from '../../monitoring/prediction/prediction.ts';
import { DEFAULT_OUTPUT } from '../../monitoring/prediction/prediction.ts';
import { isRow, readId, readPastTime, readText } from './read-fields.ts';
import { Refusal, refuseField, refuseMissing, refuseUnknown } from './refusal.ts';

/** Checks a label against the contract and the task of its output, and reads it. */
export function readLabel(row: unknown, model: Model, nowMs: number): Label | Refusal {
  if (!isRow(row)) return new Refusal('not_an_object', 'the row is not an object');
  let predictionId: string | Refusal | undefined;
  let output: string | Refusal = DEFAULT_OUTPUT;
  let labelledAtMs: number | Refusal = nowMs;
  let predictedAtMs: number | Refusal | null = null;
  let truth: unknown;
  for (const field in row) {
    const value = row[field];
    switch (field) {
      case 'predictionId':
        predictionId = readId(field, value);
        break;
      case 'label':
        truth = value;
        break;
      case 'output':
        if (value === null) break;
        output = typeof value === 'string' ? readId(field, value) : readText(field, value);
        break;
      case 'labelledAt':
        if (value !== null) labelledAtMs = readPastTime(field, value, nowMs);
        break;
      case 'predictedAt':
        if (value !== null) predictedAtMs = readPastTime(field, value, nowMs);
        break;
      default:
        return refuseUnknown(field);
    }
  }
  if (predictionId === undefined) return refuseMissing('predictionId');
  if (truth === undefined) return refuseMissing('label');
  if (predictionId instanceof Refusal) return predictionId;
  if (output instanceof Refusal) return output;
  if (labelledAtMs instanceof Refusal) return labelledAtMs;
  if (predictedAtMs instanceof Refusal) return predictedAtMs;
  const name = output;
  const task = model.outputs.find((one) => one.name === name)?.task;
  const told = readTruth(truth, task === 'regression');
  if (told instanceof Refusal) return told;
  return { predictionId, output, ...told, labelledAtMs, predictedAtMs };
}

/** A number is kept as number and as text: classes may be called 0 and 1. */
function readTruth(
  truth: unknown,
  isRegression: boolean,
): Pick<Label, 'text' | 'number'> | Refusal {
  if (typeof truth === 'number' && Number.isFinite(truth)) {
    return { text: isRegression ? null : String(truth), number: truth };
  }
  if (isRegression) {
    if (typeof truth === 'boolean') return { text: null, number: Number(truth) };
    return refuseField('label', 'a number, as the output is a regression');
  }
  if (typeof truth === 'boolean') return { text: String(truth), number: null };
  const text = typeof truth === 'string' ? readText('label', truth) : undefined;
  if (text === undefined) return refuseField('label', 'a text, a number or a boolean');
  return text instanceof Refusal ? text : { text, number: null };
}
