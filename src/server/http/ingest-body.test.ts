import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../contract/errors.ts';
import type { IngestResult } from '../../contract/ingest.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { createTestModel, type IngestRig, startIngestRig } from '../../testing/ingest-rig.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
let rig: IngestRig;
let port: number;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  clickhouse = await freshClickHouse({ migrated: true });
  await createTestModel(postgres.pool);
  rig = await startIngestRig({ postgres: postgres.pool, clickhouse: clickhouse.client });
  await rig.app.listen({ host: '127.0.0.1', port: 0 });
  port = (rig.app.server.address() as AddressInfo).port;
});

afterAll(async () => {
  await rig?.stop();
  await clickhouse?.drop();
  await postgres?.drop();
});

interface Answer {
  readonly status: number;
  readonly body: IngestResult & ErrorBody;
  readonly headers: Record<string, unknown>;
}

/** Through a socket, as bodies that are too big need one. */
async function post(
  body: string | Buffer | Readable,
  headers: Record<string, string> = {},
  path = '/v1/models/fraud/predictions',
): Promise<Answer> {
  const sent = request({
    port,
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  });
  const answered = once(sent, 'response');
  if (body instanceof Readable) {
    body.pipe(sent);
    // The answer may come before the end of the body.
    void answered.finally(() => body.unpipe(sent)).catch(() => {});
  } else sent.end(body);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  if (!sent.writableEnded) sent.destroy();
  return {
    status: response.statusCode,
    headers: response.headers,
    body: JSON.parse(Buffer.concat(chunks).toString()),
  };
}

const good = (predictionId: string) => ({ predictionId, time: 0 });
const ndjson = { 'content-type': 'application/x-ndjson' };
const gzip = { 'content-encoding': 'gzip' };

function* blanks(megabytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(2 ** 20, ' ');
  for (let i = 0; i < megabytes; i += 1) yield chunk;
}

/** Bytes outside the heap at their highest while the work goes on. */
async function peakBytes(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().arrayBuffers;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().arrayBuffers);
  }, 5);
  await work();
  clearInterval(timer);
  return peak - before;
}

describe('a body', () => {
  it.each([
    ['one object', JSON.stringify(good('one')), {}, 1],
    ['a list', JSON.stringify([good('l1'), good('l2')]), {}, 2],
    ['an empty list', '[]', {}, 0],
    ['lines', `${JSON.stringify(good('n1'))}\n${JSON.stringify(good('n2'))}\n`, ndjson, 2],
    ['a compressed list', gzipSync(JSON.stringify([good('g1')])), gzip, 1],
    ['compressed lines', gzipSync(JSON.stringify(good('g2'))), { ...ndjson, ...gzip }, 1],
    [
      'a named character set',
      JSON.stringify(good('c')),
      { 'content-type': 'application/json; charset=utf-8' },
      1,
    ],
  ])('of %s is accepted', async (_, body, headers, accepted) => {
    const answer = await post(body, headers as Record<string, string>);
    expect(answer).toMatchObject({ status: 202, body: { accepted, refusedCount: 0 } });
  });

  it.each([
    ['truncated JSON', '[{"predictionId":"a","time":0},', {}, 400, 'invalid_json'],
    [
      'a NaN literal',
      '[{"predictionId":"a","time":0,"features":{"x":NaN}}]',
      {},
      400,
      'invalid_json',
    ],
    ['nothing', '', {}, 400, 'invalid_json'],
    ['a text', '"row"', {}, 400, 'invalid_request'],
    ['another type', 'a,b', { 'content-type': 'text/csv' }, 415, 'unsupported_media_type'],
    ['another encoding', 'x', { 'content-encoding': 'br' }, 415, 'unsupported_media_type'],
    ['gzip that is none', 'plain', gzip, 400, 'invalid_encoding'],
    [
      'gzip cut short',
      gzipSync('[{"predictionId":1}]').subarray(0, 20),
      gzip,
      400,
      'invalid_encoding',
    ],
    ['rows all bad', '[{},{}]', {}, 400, 'all_rows_refused'],
  ])('of %s is refused as a whole', async (_, body, headers, status, code) => {
    const answer = await post(body, headers as Record<string, string>);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('for a model that nobody has made is refused', async () => {
    const answer = await post('[]', {}, '/v1/models/nobody/predictions');
    expect([answer.status, answer.body.error.code]).toEqual([404, 'model_not_found']);
  });

  it('says which rows it lost and why, and keeps the others', async () => {
    const rows = [
      { ...good('kept'), time: '1970-01-01T00:00:00Z' },
      { ...good('x'), time: '2100-01-01T00:00:00Z' },
      { ...good('wrong kinds'), features: { amount: 'much', age: [1], member: 7 } },
      { time: 0 },
      'row',
      {
        ...good('wide'),
        features: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`f${i}`, i])),
      },
      { ...good('huge'), features: { note: 'x'.repeat(10 * 2 ** 20) } },
      { ...good("'; DROP TABLE predictions; --"), variant: '<script>', features: { '{x:T}': "'" } },
      { ...good('ahead'), time: Date.now() + 10 * 60_000 },
    ];
    const answer = await post(JSON.stringify(rows));
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ accepted: 5, refusedCount: 4, early: 1 });
    expect(answer.body.refused.map(({ index, code }) => [index, code])).toEqual([
      [1, 'time_in_future'],
      [3, 'missing_field'],
      [4, 'not_an_object'],
      [6, 'row_too_large'],
    ]);
    await rig.ingest.drained();
    const result = await clickhouse.client.query({
      query: `SELECT length(overflow) AS kept FROM predictions
              WHERE prediction_id IN ('wide', 'wrong kinds') ORDER BY kept`,
      format: 'JSONEachRow',
    });
    expect((await result.json<{ kept: string }>()).map(({ kept }) => Number(kept))).toEqual([
      3, 2_000,
    ]);
  });

  it('keeps a value that is nested too deeply from costing more than its row', async () => {
    const deep = `{"predictionId":"deep","time":0,"features":{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`;
    const answer = await post(`[${JSON.stringify(good('beside deep'))},${deep}]`);
    expect(answer.body.accepted).toBe(1);
    expect(answer.body.refused[0]).toMatchObject({ index: 1, code: 'invalid_field' });
  });

  it('lists a thousand refusals and counts the others', async () => {
    const answer = await post(
      JSON.stringify([good('among'), ...Array.from({ length: 1_500 }, () => 0)]),
    );
    expect(answer.body.refusedCount).toBe(1_500);
    expect(answer.body.refused).toHaveLength(1_000);
  });

  it('of a gigabyte is refused by its announced length, unread', async () => {
    const answer = await post(Readable.from(blanks(40)), { 'content-length': String(2 ** 30) });
    expect([answer.status, answer.body.error.code]).toEqual([413, 'body_too_large']);
  });

  it('of a gigabyte without a length is refused while it comes, in bounded memory', async () => {
    const bytes = await peakBytes(async () => {
      const answer = await post(Readable.from(blanks(1_024)));
      expect([answer.status, answer.body.error.code]).toEqual([413, 'body_too_large']);
    });
    expect(bytes).toBeLessThan(150 * 2 ** 20);
  });

  it('that inflates without end is refused while it inflates, in bounded memory', async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of Readable.from(blanks(1_024)).pipe(createGzip({ level: 1 }))) {
      chunks.push(chunk);
    }
    const bomb = Buffer.concat(chunks);
    expect(bomb.length).toBeLessThan(8 * 2 ** 20);
    const bytes = await peakBytes(async () => {
      const answer = await post(bomb, gzip);
      expect([answer.status, answer.body.error.code]).toEqual([413, 'body_too_large']);
    });
    expect(bytes).toBeLessThan(250 * 2 ** 20);
  });

  it('whose sender goes away leaves the server as it was', async () => {
    const sent = request({
      port,
      path: '/v1/models/fraud/predictions',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '1000000' },
    });
    sent.on('error', () => {});
    sent.write('[{"predictionId":"half"');
    await new Promise((resolve) => setTimeout(resolve, 50));
    sent.destroy();
    expect((await post(JSON.stringify(good('after')))).status).toBe(202);
  });
});

describe('labels', () => {
  it('may come before their predictions, and say their mistakes', async () => {
    const answer = await post(
      JSON.stringify([{ predictionId: 'not yet', label: 'yes' }, { predictionId: 'x' }]),
      {},
      '/v1/models/fraud/labels',
    );
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, refusedCount: 1 } });
    expect(answer.body.refused[0]).toMatchObject({ index: 1, code: 'missing_field' });
  });
});
