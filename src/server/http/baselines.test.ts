import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedBaselineBody } from '../../contract/baseline.ts';
import type { ModelBody } from '../../contract/model.ts';
import { createRandom } from '../../stats/random.ts';
import { startModelApi } from '../../testing/model-api.ts';

let api: Awaited<ReturnType<typeof startModelApi>>;
beforeAll(async () => {
  api = await startModelApi({ fileLimitBytes: 20_000_000 });
});
afterAll(() => api.stop());

let models = 0;
async function newModel(body: Record<string, unknown> = {}): Promise<ModelBody> {
  models += 1;
  const answer = await api.app.inject({
    method: 'PUT',
    url: `/v1/models/m${models}`,
    payload: { outputs: [{ task: 'binary', classes: ['0', '1'] }], ...body },
  });
  return answer.json();
}

async function post(
  model: string,
  payload: string | Buffer,
  query: Record<string, string> = {},
  headers: Record<string, string> = { 'content-type': 'text/csv' },
) {
  const answer = await api.app.inject({
    method: 'POST',
    url: `/v1/models/${model}/baselines`,
    query,
    headers,
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
}

const codeOf = (answer: { status: number; body: { error?: { code?: string } } }) => [
  answer.status,
  answer.body.error?.code,
];

function csv(rows: number, seed = 1): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, index) => {
    const city = ['Berlin', 'Roma', '"Oslo, N"'][random.integer(3)];
    const amount = index % 10 === 0 ? '' : (random.normal() * 10).toFixed(2);
    const label = random.uniform() < 0.3 ? 1 : 0;
    return `id-${index},2001-01-${String(1 + (index % 28)).padStart(2, '0')},${amount},${city},${random.uniform().toFixed(4)},${label},${label}`;
  });
  return `id,day,amount,city,probability,guess,truth\n${lines.join('\n')}\n`;
}

const COLUMNS = {
  predictionId: 'id',
  time: 'day',
  score: 'probability',
  decision: 'guess',
  label: 'truth',
};

describe('POST /v1/models/{model}/baselines', () => {
  test('a CSV file becomes features, grids and a profile', async () => {
    const model = await newModel();
    const made = await post(model.name, csv(1_000), { ...COLUMNS, name: 'january' });
    expect(made.status).toBe(201);
    const body = made.body as CreatedBaselineBody;
    expect(body.baseline).toMatchObject({
      name: 'january',
      version: null,
      state: 'ready',
      active: true,
      rows: 1_000,
      sourceRows: 1_000,
    });
    expect(body.features).toMatchObject([
      { name: 'amount', column: 'feature:1', kind: 'numeric', outcome: 'new', nullable: true },
      { name: 'city', column: 'feature:2', kind: 'categorical', outcome: 'new', nullable: false },
    ]);
    expect([...(body.features[1]?.categories ?? [])].sort()).toEqual(['Berlin', 'Oslo, N', 'Roma']);

    const detail = await api.app.inject(
      `/v1/models/${model.name}/baselines/${body.baseline.baselineId}`,
    );
    const columns = detail.json().columns as { column: string; size: number }[];
    expect(columns.map((one) => one.column).sort()).toEqual([
      'decision:default',
      'feature:1',
      'feature:2',
      'score:default',
    ]);

    const [kept, baseline] = [
      await api.models.get(model.modelId),
      await api.baselines.activeFor(model.modelId, 'v7'),
    ];
    if (kept === null || baseline === null) throw new Error('the baseline is not active');
    const profile = await api.profiles.readBaseline(kept, baseline, '');
    expect(profile.rows).toBe(1_000);
    const amount = profile.columns.get('feature:1');
    expect(amount?.missing).toMatchObject({ null: 100, absent: 0, mismatched: 0 });
    expect(amount?.numeric?.moments.n).toBe(900);
    expect(amount?.numeric?.bins.reduce((sum, bin) => sum + bin, 0)).toBe(900);
    const outcome = profile.outcomes.get('default');
    expect(outcome).toMatchObject({ rows: 1_000, labelledRows: 1_000 });
    expect(outcome?.outcome).toMatchObject({ falsePositives: 0, falseNegatives: 0 });
  });

  test('the same table as NDJSON, Parquet and in gzip gives the same grids', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      n: i / 8,
      s: `v${i % 7}`,
      b: i % 2 === 0,
    }));
    const text = `n,s,b\n${rows.map((row) => `${row.n},${row.s},${row.b}`).join('\n')}\n`;
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    const parquet = Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'n', data: rows.map((row) => row.n), type: 'DOUBLE' },
          { name: 's', data: rows.map((row) => row.s), type: 'STRING' },
          { name: 'b', data: rows.map((row) => row.b), type: 'BOOLEAN' },
        ],
      }),
    );
    const forms: [string | Buffer, Record<string, string>][] = [
      [text, { 'content-type': 'text/csv; charset=utf-8' }],
      [gzipSync(text), { 'content-type': 'text/csv', 'content-encoding': 'gzip' }],
      [lines, { 'content-type': 'application/x-ndjson' }],
      [parquet, { 'content-type': 'application/vnd.apache.parquet' }],
    ];
    const grids: [string, unknown][][] = [];
    for (const [payload, headers] of forms) {
      const model = await newModel();
      const made = await post(model.name, payload, {}, headers);
      expect(made.status).toBe(201);
      const baseline = await api.baselines.activeFor(model.modelId, null);
      grids.push([...(baseline?.grids ?? [])].sort());
    }
    expect(grids[0]).toHaveLength(3);
    for (const other of grids) expect(other).toEqual(grids[0]);
  });

  test('a second baseline keeps ids, kinds and what people said', async () => {
    const model = await newModel();
    await post(model.name, 'age,city\n1,a\n2,b\n3,a\n');
    await api.app.inject({
      method: 'PATCH',
      url: `/v1/models/${model.name}/features/age`,
      payload: { importance: 0.9, kind: 'categorical' },
    });
    const again = await post(model.name, 'age,city,size\n1,a,4\n2,b,5\n');
    expect(again.body.features).toMatchObject([
      { name: 'age', kind: 'categorical', outcome: 'kept', column: 'feature:3' },
      { name: 'city', outcome: 'kept', column: 'feature:2' },
      { name: 'size', outcome: 'new', column: 'feature:4' },
    ]);
    const answer = await api.app.inject(`/v1/models/${model.name}`);
    expect((answer.json() as ModelBody).features).toMatchObject([
      { name: 'city' },
      { name: 'age', importance: 0.9 },
      { name: 'size' },
    ]);
  });

  test('a kind that no longer fits begins a new column and is told', async () => {
    const model = await newModel();
    await post(model.name, 'age\n1\n2\n3\n');
    const again = await post(model.name, 'age\nyoung\nold\nold\n');
    expect(again.body.features).toMatchObject([
      { name: 'age', kind: 'categorical', outcome: 'kind_changed', column: 'feature:2' },
    ]);
    expect(again.body.warnings.join()).toMatch(/"age" was numeric and is categorical/);
  });

  test('of a big file a sample is kept', { timeout: 120_000 }, async () => {
    const model = await newModel();
    const text = `n\n${Array.from({ length: 200_100 }, (_, i) => i / 2).join('\n')}\n`;
    const made = await post(model.name, text);
    expect(made.body.baseline).toMatchObject({ rows: 200_000, sourceRows: 200_100 });
    expect(made.body.warnings.join()).toMatch(/200000 of 200100/);
  });

  test('declared dimensions make segments of the baseline, also when they are declared later', async () => {
    const model = await newModel();
    const made = await post(model.name, csv(300), COLUMNS);
    await api.app.inject({
      method: 'PUT',
      url: `/v1/models/${model.name}`,
      payload: { segmentBy: ['city'] },
    });
    const [now, baseline] = [
      await api.models.get(model.modelId),
      await api.baselines.get(made.body.baseline.baselineId),
    ];
    if (now === null || baseline === null) throw new Error('they were just made');
    const rows = await Promise.all(
      ['', 'city=Berlin', 'city=Roma', 'city=Oslo, N', 'city=*rest*'].map(
        async (segment) => (await api.profiles.readBaseline(now, baseline, segment)).rows,
      ),
    );
    expect(rows[0]).toBe(300);
    expect((rows[1] ?? 0) + (rows[2] ?? 0) + (rows[3] ?? 0)).toBe(300);
    expect(rows[4]).toBe(0);
  });

  test.each([
    ['a broken file', 'a,b\n1\n', {}, 'bad_file'],
    ['a header without rows', 'a,b\n', {}, 'bad_file'],
    ['a column whose name has a zero byte', 'a,x\0y\n1,2\n', {}, 'bad_file'],
    ['a seed beyond whole numbers', 'a,b\n1,2\n', { seed: '1e400' }, 'invalid_request'],
    ['a version with a zero byte', 'a,b\n1,2\n', { version: '\0' }, 'invalid_request'],
    ['an empty body', '', {}, 'bad_file'],
    ['a column that is not there', 'a\n1\n', { label: 'truth' }, 'unknown_column'],
    ['an output that is not declared', 'a\n1\n', { output: 'price' }, 'unknown_output'],
    ['a time that is none', 'a,t\n1,soon\n', { time: 't' }, 'bad_file'],
    ['a weight of 0', 'a,w\n1,0\n', { weight: 'w' }, 'bad_file'],
    ['a question that is not known', 'a\n1\n', { colour: 'red' }, 'invalid_request'],
  ])('%s is refused and leaves the active baseline', async (_, text, query, code) => {
    const model = await newModel();
    await post(model.name, 'a\n1\n2\n', { name: 'good' });
    const refused = await post(model.name, text, query as Record<string, string>);
    expect(codeOf(refused)).toEqual([400, code]);
    expect((await api.baselines.activeFor(model.modelId, null))?.name).toBe('good');
    const rows = await api.client.query({
      query: 'SELECT DISTINCT baseline_id FROM baseline_rows WHERE model_id = {m:String}',
      query_params: { m: model.modelId },
      format: 'JSONEachRow',
    });
    expect(await rows.json()).toHaveLength(1);
  });

  test('a file that fails after its rows were begun is listed as failed, with the reason', async () => {
    const model = await newModel();
    await post(model.name, 'a,w\n1,1\n2,-1\n', { weight: 'w' });
    const list = await api.app.inject(`/v1/models/${model.name}/baselines`);
    expect(list.json().baselines).toMatchObject([
      { state: 'failed', active: false, failure: expect.stringMatching(/row 2 has a weight/) },
    ]);
  });

  test('other content types, encodings and models are refused', async () => {
    const model = await newModel();
    const csvType = { 'content-type': 'text/csv' };
    const answers = [
      await post(model.name, '{}', {}, { 'content-type': 'application/json' }),
      await post(model.name, 'a\n1\n', {}, { ...csvType, 'content-encoding': 'br' }),
      await post(model.name, 'a\n1\n', {}, { ...csvType, 'content-encoding': 'gzip' }),
      await post('nobody', 'a\n1\n'),
    ];
    expect(answers.map(codeOf)).toEqual([
      [415, 'unsupported_media_type'],
      [415, 'unsupported_media_type'],
      [400, 'invalid_encoding'],
      [404, 'model_not_found'],
    ]);
  });

  test('too much is refused, also when it is packed, and nothing is left behind', async () => {
    const model = await newModel();
    const large = Buffer.alloc(21_000_000, 'a');
    expect(codeOf(await post(model.name, large))).toEqual([413, 'body_too_large']);
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const headers = { 'content-type': 'text/csv', 'content-encoding': 'gzip' };
    expect(codeOf(await post(model.name, bomb, {}, headers))).toEqual([413, 'body_too_large']);
    expect(readdirSync(api.files.directory)).toEqual([]);
  });

  test('a sender who hangs up leaves nothing behind', async () => {
    const model = await newModel();
    const url = new URL(await api.app.listen({ port: 0, host: '127.0.0.1' }));
    const socket = connect(Number(url.port), '127.0.0.1');
    socket.write(
      `POST /v1/models/${model.name}/baselines HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
        'Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\na,b\n1,',
    );
    const uploads = () => readdirSync(api.files.directory);
    await expect.poll(uploads).toHaveLength(1);
    socket.destroy();
    await expect.poll(uploads).toEqual([]);
    expect(await api.baselines.list(model.modelId)).toEqual([]);
  });

  test('2,000 features are kept, one more is refused', { timeout: 120_000 }, async () => {
    const model = await newModel();
    const wide = (columns: number) => {
      const names = Array.from({ length: columns }, (_, i) => `f${i}`);
      const row = (k: number) => names.map((_, i) => ((i * k) % 17) / 4).join(',');
      return `${names.join(',')}\n${row(1)}\n${row(2)}\n${row(3)}\n`;
    };
    expect(codeOf(await post(model.name, wide(2_001)))).toEqual([400, 'too_many_features']);
    const made = await post(model.name, wide(2_000));
    expect(made.status).toBe(201);
    const baseline = await api.baselines.activeFor(model.modelId, null);
    expect(baseline?.grids.size).toBe(2_000);
  });
});
