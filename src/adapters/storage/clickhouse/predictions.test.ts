import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../../monitoring/model/model.ts';
import { placeValue } from '../../../monitoring/prediction/place-value.ts';
import type { Prediction } from '../../../monitoring/prediction/prediction.ts';
import { freshClickHouse } from '../../../testing/engines.ts';
import { createArrivalClock } from './arrival.ts';
import { createPredictionEncoder } from './encode-prediction.ts';
import { insertPredictions, PREDICTION_LAYOUT } from './predictions.ts';
import { createRowBinaryWriter } from './row-binary-writer.ts';

const kinds = ['numeric', 'categorical', 'boolean', 'text', 'embedding'] as const;
const model: Model = {
  projectId: 'default',
  modelId: 'mdl_test',
  name: 'm',
  timeZone: 'UTC',
  clock: 'wall',
  watermarkMs: null,
  latenessMs: 0,
  cellMs: 3_600_000,
  outputs: [{ name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
  features: kinds.map((kind, i) => ({
    featureId: i + 1,
    name: kind,
    kind,
    epoch: 1,
    range: null,
    importance: null,
    criticality: 'normal',
    identifier: false,
  })),
  segmentBy: [],
  schemaVersion: 7,
};

const plain: Prediction = {
  predictionId: 'p',
  eventTimeMs: 0,
  version: '',
  variant: 'champion',
  environment: 'production',
  features: {},
  outputs: [],
  status: 'ok',
  errorCode: '',
  latencyMs: null,
  weight: 1,
  subjectKey: '',
  traceId: '',
  tags: {},
  metadata: '',
};

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
let nowMs = 1_700_000_000_000;
let blocks = 0;
const encoder = createPredictionEncoder(
  createArrivalClock(() => nowMs),
  'epoch',
);

beforeAll(async () => {
  clickhouse = await freshClickHouse({ migrated: true });
});
afterAll(() => clickhouse?.drop());

async function store(predictions: readonly Prediction[], of: Model = model): Promise<void> {
  const target = createRowBinaryWriter();
  const frames = createRowBinaryWriter();
  for (const prediction of predictions) {
    const start = target.length;
    const indexLength = encoder.encode(target, prediction, of);
    frames.uint32(target.length - start);
    frames.uint32(indexLength);
  }
  blocks += 1;
  const outcome = await insertPredictions(clickhouse.client, {
    token: `test-${blocks}`,
    kind: 'predictions',
    layout: PREDICTION_LAYOUT,
    payload: target.copy(),
    frames: frames.copy(),
  });
  expect(outcome.kind).toBe('stored');
}

async function select<Row>(query: string): Promise<Row[]> {
  const result = await clickhouse.client.query({ query, format: 'JSONEachRow' });
  return result.json<Row>();
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    "'; DROP TABLE predictions; --",
    '<script>alert(1)</script>',
    '\\',
    '\0',
    '{x:T}',
  ),
);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const anyValue = fc.oneof(
  number,
  text,
  fc.boolean(),
  fc.constantFrom<unknown>(null, 'NaN', 'Infinity', 'true'),
  fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 5 }),
  fc.dictionary(text, number, { maxKeys: 2, noNullPrototype: true }),
);
const nameOfFeature = fc.oneof(fc.constantFrom(...kinds, '__proto__', 'constructor'), text);
const features = fc
  .array(fc.tuple(nameOfFeature, anyValue), { maxLength: 8 })
  .map((pairs): Record<string, unknown> => {
    const made: Record<string, unknown> = Object.create(null);
    for (const [name, value] of pairs) made[name] = value;
    return made;
  });
const output = fc.record({
  name: fc.constantFrom('default', 'other'),
  score: fc.option(number),
  decision: fc.option(text),
  value: fc.option(number),
});
const prediction: fc.Arbitrary<Prediction> = fc.record({
  predictionId: fc.uuid(),
  eventTimeMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  version: text,
  variant: fc.constantFrom('champion', 'shadow'),
  environment: text,
  features,
  outputs: fc.uniqueArray(output, { selector: ({ name }) => name, maxLength: 2 }),
  status: fc.constantFrom('ok', 'error'),
  errorCode: text,
  latencyMs: fc.option(fc.float({ min: 0, max: 1e6, noNaN: true })),
  weight: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  subjectKey: text,
  traceId: text,
  tags: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
  metadata: text,
});

/** What a row must look like in the table, told without the encoder. */
function expectedRow(sent: Prediction) {
  const num: Record<string, number> = {};
  const cat: Record<string, string> = {};
  const txt: Record<string, string> = {};
  const emb: Record<string, number[]> = {};
  const flaws: Record<string, number> = {};
  const overflow: [string, string][] = [];
  for (const [name, value] of Object.entries(sent.features)) {
    const id = kinds.findIndex((kind) => kind === name) + 1;
    const kind = kinds[id - 1];
    if (kind === undefined) {
      overflow.push([name, JSON.stringify(value)]);
      continue;
    }
    const placed = placeValue(kind, value);
    if (typeof placed === 'number') num[id] = placed;
    else if (typeof placed === 'string') (kind === 'text' ? txt : cat)[id] = placed;
    else if ('flaw' in placed) {
      flaws[id] = { null: 1, nan: 2, infinite: 3, mismatched: 4 }[placed.flaw];
      if (placed.flaw === 'mismatched') overflow.push([name, JSON.stringify(value)]);
    } else emb[id] = [...placed];
  }
  const outputs = sent.outputs.map((one) => ({
    name: one.name,
    task: one.name === 'default' ? 'binary' : '',
    classes: one.name === 'default' ? ['no', 'yes'] : [],
    positiveClass: one.name === 'default' ? 'yes' : '',
    score: one.score,
    decision: one.decision ?? '',
    value: one.value,
  }));
  return {
    hour: Math.floor(sent.eventTimeMs / 3_600_000) * 3_600,
    time: sent.eventTimeMs,
    version: sent.version,
    environment: sent.environment,
    num,
    cat,
    txt,
    emb,
    flaws,
    overflow: overflow.sort(),
    outputs,
    status: sent.status,
    errorCode: sent.errorCode,
    latencyMs: sent.latencyMs,
    weight: sent.weight,
    subjectKey: sent.subjectKey,
    traceId: sent.traceId,
    tags: Object.entries(sent.tags).sort(),
    metadata: sent.metadata,
    schemaVersion: 7,
    storeEpoch: 'epoch',
  };
}

const READ = `SELECT prediction_id AS id, tuple(
    toUnixTimestamp(hour) AS hour, toUnixTimestamp64Milli(event_time) AS time, version, environment,
    num, cat, txt, emb, flaws, arraySort(arrayZip(mapKeys(overflow), mapValues(overflow))) AS kept,
    outputs.name, outputs.task, outputs.classes, outputs.positive_class, outputs.score,
    outputs.decision, outputs.value, status, error_code, latency_ms, weight, subject_key, trace_id,
    arraySort(arrayZip(mapKeys(tags), mapValues(tags))) AS tagged, metadata, schema_version,
    store_epoch) AS row
  FROM predictions`;

function readRow(row: readonly unknown[]) {
  const at = <T>(i: number) => row[i] as T;
  const names = at<string[]>(10);
  return {
    hour: at(0),
    time: Number(at(1)),
    version: at(2),
    environment: at(3),
    num: at(4),
    cat: at(5),
    txt: at(6),
    // The text of a 32-bit float is the shortest that leads back to it.
    emb: Object.fromEntries(
      Object.entries(at<Record<string, number[]>>(7)).map(([id, vector]) => [
        id,
        vector.map(Math.fround),
      ]),
    ),
    flaws: at(8),
    overflow: at<[string, string][]>(9).sort(),
    outputs: names.map((name, i) => ({
      name,
      task: at<string[]>(11)[i],
      classes: at<string[][]>(12)[i],
      positiveClass: at<string[]>(13)[i],
      score: at<unknown[]>(14)[i],
      decision: at<string[]>(15)[i],
      value: at<unknown[]>(16)[i],
    })),
    status: at(17),
    errorCode: at(18),
    latencyMs: at(19) === null ? null : Math.fround(at(19)),
    weight: at(20),
    subjectKey: at(21),
    traceId: at(22),
    tags: at<[string, string][]>(23).sort(),
    metadata: at(24),
    schemaVersion: at(25),
    storeEpoch: at(26),
  };
}

describe('predictions in ClickHouse', () => {
  it('are read as they were sent, whatever they hold', async () => {
    const sent = fc.sample(prediction, { numRuns: 400, seed: 7 });
    await store(sent);
    const rows = await select<{ id: string; row: readonly unknown[] }>(
      `${READ} SETTINGS output_format_json_named_tuples_as_objects = 0`,
    );
    const stored = new Map(rows.map(({ id, row }) => [id, readRow(row)]));
    expect(stored.size).toBe(400);
    for (const one of sent) {
      expect(stored.get(one.predictionId)).toEqual(expectedRow(one));
    }
  });

  it('keep the first content of an identity and count the others', async () => {
    const send = (id: string, amount: number) =>
      store([{ ...plain, predictionId: id, features: { numeric: amount } }]);
    await send('twice', 1);
    nowMs += 5;
    await send('twice', 2);
    await send('same', 1);
    nowMs += 5;
    await send('same', 1);
    const rows = await select<{ id: string; amount: number }>(
      `SELECT prediction_id AS id, num[1] AS amount FROM predictions FINAL
       WHERE prediction_id IN ('twice', 'same') ORDER BY id`,
    );
    expect(rows).toEqual([
      { id: 'same', amount: 1 },
      { id: 'twice', amount: 1 },
    ]);
    const contents = await select<{ id: string; contents: string }>(
      `SELECT prediction_id AS id, uniqExact(content_hash) AS contents FROM prediction_index
       WHERE prediction_id IN ('twice', 'same') GROUP BY id ORDER BY id`,
    );
    expect(contents.map(({ id, contents: n }) => [id, Number(n)])).toEqual([
      ['same', 1],
      ['twice', 2],
    ]);
  });

  it('hash alike before and after a feature is registered', async () => {
    const row = {
      ...plain,
      predictionId: 'schema',
      features: { numeric: 1, text: 'x', text2: [1] },
    };
    await store([row]);
    await store([row], { ...model, features: [], schemaVersion: 8 });
    const [found] = await select<{ contents: string }>(
      `SELECT uniqExact(content_hash) AS contents FROM prediction_index
       WHERE prediction_id = 'schema'`,
    );
    expect(Number(found?.contents)).toBe(1);
  });
});
