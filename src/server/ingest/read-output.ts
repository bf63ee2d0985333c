import { MAXIMUM_OUTPUTS } from '../../contract/prediction.ts';
import type { PredictionOutput } from '../../monitoring/prediction/prediction.ts';
import { DEFAULT_OUTPUT } from '../../monitoring/prediction/prediction.ts';
import { isRow, readId, readNumber, readText } from './read-fields.ts';
import { Refusal, refuseField, refuseUnknown } from './refusal.ts';

/** Reads one answer of the model: `{name?, score?, decision?, value?}`. */
export function readOutput(field: string, given: unknown): PredictionOutput | Refusal {
  if (!isRow(given)) return refuseField(field, 'an object');
  let name: string | Refusal = DEFAULT_OUTPUT;
  let score: number | null | Refusal = null;
  let decision: string | null | Refusal = null;
  let value: number | null | Refusal = null;
  for (const key in given) {
    const one = given[key];
    switch (key) {
      case 'name':
        name =
          typeof one === 'string'
            ? readId(`${field}.name`, one)
            : refuseField(`${field}.name`, 'a text');
        break;
      case 'score':
        score = readNumber(`${field}.score`, one);
        break;
      case 'decision':
        decision = readDecision(`${field}.decision`, one);
        break;
      case 'value':
        value = readValue(`${field}.value`, one);
        break;
      default:
        return refuseUnknown(`${field}.${key}`);
    }
  }
  if (name instanceof Refusal) return name;
  if (score instanceof Refusal) return score;
  if (decision instanceof Refusal) return decision;
  if (value instanceof Refusal) return value;
  return { name, score, decision, value };
}

export function readOutputs(given: unknown): readonly PredictionOutput[] | Refusal {
  if (!Array.isArray(given) || given.length > MAXIMUM_OUTPUTS) {
    return refuseField('outputs', `a list of at most ${MAXIMUM_OUTPUTS}`);
  }
  const outputs: PredictionOutput[] = [];
  const names = new Set<string>();
  for (let i = 0; i < given.length; i += 1) {
    const output = readOutput(`outputs[${i}]`, given[i]);
    if (output instanceof Refusal) return output;
    if (names.has(output.name)) return refuseField(`outputs[${i}].name`, 'unique within the row');
    names.add(output.name);
    outputs.push(output);
  }
  return outputs;
}

export function readDecision(field: string, value: unknown): string | null | Refusal {
  if (value === null) return null;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return readText(field, value);
}

export function readValue(field: string, value: unknown): number | null | Refusal {
  return typeof value === 'boolean' ? Number(value) : readNumber(field, value);
}
