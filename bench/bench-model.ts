import type { Model } from '../src/monitoring/model/model.ts';
import { featureNames, isNumeric, prepareBody } from './prepared-bodies.ts';

export const MODEL_NAME = 'bench';

/** The bench's model as the server would hand it to its encoder. */
export function createBenchModel(): Model {
  return {
    projectId: 'default',
    modelId: 'mdl_00000000000000000000000000000000',
    name: MODEL_NAME,
    timeZone: 'UTC',
    clock: 'wall',
    watermarkMs: null,
    latenessMs: 0,
    cellMs: 3_600_000,
    outputs: [{ name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
    features: featureNames.map((name, i) => ({
      featureId: i + 1,
      name,
      kind: isNumeric(name) ? 'numeric' : 'categorical',
      epoch: 1,
      range: null,
      importance: null,
      criticality: 'normal',
      identifier: false,
    })),
    segmentBy: [],
    schemaVersion: 1,
  };
}

interface BodyRow {
  readonly features: Readonly<Record<string, string | number>>;
}

/** Makes the model on a server: its features are those of a small baseline. */
export async function makeModel(url: string): Promise<void> {
  await call(`${url}/v1/models/${MODEL_NAME}`, 'PUT', 'application/json', {
    outputs: [{ task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
  });
  const rows = JSON.parse(prepareBody(2_000, 1).bytes.toString()) as readonly BodyRow[];
  const lines = rows.map((row) => JSON.stringify(row.features)).join('\n');
  const query = '?name=first';
  await call(
    `${url}/v1/models/${MODEL_NAME}/baselines${query}`,
    'POST',
    'application/x-ndjson',
    lines,
  );
}

async function call(url: string, method: string, type: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}
