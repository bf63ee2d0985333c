const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);
const BATCH_ROWS = 500;
const CATEGORICAL_SHARE = 0.2;
const CONNECTIONS = 4;
const CATEGORIES = 40;

export interface SizedModel {
  readonly name: string;
  readonly features: number;
  readonly rows: number;
  readonly days: number;
}

/** A binary model of so many features, four of five numbers, played back from a past of days. */
export async function makeSizedModel(url: string, model: SizedModel): Promise<void> {
  const at = `${url}/v1/models/${model.name}`;
  await send(at, 'PUT', {
    clock: 'replay',
    outputs: [{ task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
  });
  const rows = Array.from({ length: 2_000 }, (_, row) => JSON.stringify(features(model, row)));
  await send(`${at}/baselines?name=first`, 'POST', rows.join('\n'), 'application/x-ndjson');
  await send(`${at}/clock`, 'POST', { watermark: new Date(START_MS).toISOString() });
}

/** Two checks a feature, as the recommended monitors have. */
export async function watchSizedModel(url: string, model: SizedModel): Promise<void> {
  const at = `${url}/v1/models/${model.name}`;
  const checks = names(model).flatMap((column) =>
    ['population_stability_index', 'missing_ratio'].map((metric) => ({
      metric,
      column,
      threshold: { strategy: 'calibrated' },
    })),
  );
  await send(`${at}/monitors`, 'POST', { name: 'daily', cadence: '1d', checks });
  const end = new Date(START_MS + model.days * DAY_MS).toISOString();
  await send(`${at}/clock`, 'POST', { watermark: end });
}

/** Bytes of the bodies that were sent. */
export async function sendRows(url: string, model: SizedModel): Promise<number> {
  let [next, bytes] = [0, 0];
  const work = async () => {
    while (next < model.rows) {
      const first = next;
      next += BATCH_ROWS;
      const rows = Array.from({ length: Math.min(BATCH_ROWS, model.rows - first) }, (_, at) =>
        JSON.stringify(prediction(model, first + at)),
      );
      const body = rows.join('\n');
      bytes += body.length;
      await send(
        `${url}/v1/models/${model.name}/predictions`,
        'POST',
        body,
        'application/x-ndjson',
      );
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return bytes;
}

function prediction(model: SizedModel, row: number) {
  const score = noise(row, 0);
  return {
    predictionId: `${model.name}-${row}`,
    time: START_MS + Math.floor((row / model.rows) * model.days * DAY_MS),
    version: '3',
    features: features(model, row),
    score: Math.round(score * 1e6) / 1e6,
    decision: score > 0.5 ? 'yes' : 'no',
    latencyMs: 12.5,
  };
}

const names = ({ features: count }: SizedModel) =>
  Array.from({ length: count }, (_, index) => `f${index}`);

function features(model: SizedModel, row: number): Record<string, number | string> {
  const numbers = Math.round(model.features * (1 - CATEGORICAL_SHARE));
  return Object.fromEntries(
    names(model).map((name, index) => {
      const value = noise(row, index + 1);
      return index < numbers
        ? [name, Math.round(value * 1e6) / 1e3]
        : [name, `category-${Math.floor(value * CATEGORIES)}`];
    }),
  );
}

/** Between 0 and 1, and as hard to compress as real measurements: two runs send the same. */
function noise(row: number, column: number): number {
  let state = Math.imul(row + 1, 2_654_435_761) ^ Math.imul(column + 1, 1_597_334_677);
  state = Math.imul(state ^ (state >>> 15), 2_246_822_519);
  state = Math.imul(state ^ (state >>> 13), 3_266_489_917);
  return ((state ^ (state >>> 16)) >>> 0) / 4_294_967_296;
}

async function send(
  url: string,
  method: string,
  body: unknown,
  type = 'application/json',
): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok || /"refusedCount":[1-9]/.test(text)) {
    throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 500)}`);
  }
}
