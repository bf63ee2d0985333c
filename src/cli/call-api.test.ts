import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { callApi } from './call-api.ts';
import type { Connection } from './connection.ts';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Seen {
  readonly method: string | undefined;
  readonly authorization: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

const OK: Answer = { status: 200, body: '{"fine":true}' };
const BUSY: Answer = { status: 429, headers: { 'retry-after': '1' }, body: '{}' };

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that gives these answers one after the other, then the last one for ever. */
async function serverOf(...answers: readonly Answer[]) {
  const seen: Seen[] = [];
  server = createServer(async (request, reply) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { authorization, 'content-type': type } = request.headers;
    const answer = answers[Math.min(seen.length, answers.length - 1)] ?? OK;
    seen.push({ method: request.method, authorization, type, body });
    reply.writeHead(answer.status, answer.headers).end(answer.body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const connection: Connection = { url: `http://127.0.0.1:${port}`, key: 'lwy_a' };
  return { connection, seen };
}

test('the key and a JSON body are sent, and JSON comes back', async () => {
  const { connection, seen } = await serverOf(OK);
  const answer = await callApi(connection, '/v1/x', { method: 'PUT', json: { a: 1 } });
  expect(answer).toEqual({ status: 200, body: { fine: true } });
  expect(seen).toEqual([
    { method: 'PUT', authorization: 'Bearer lwy_a', type: 'application/json', body: '{"a":1}' },
  ]);
});

test('a body is made anew for every attempt', async () => {
  const { connection, seen } = await serverOf({ status: 503, body: '{}' }, OK);
  let made = 0;
  await callApi(connection, '/', {
    method: 'POST',
    type: 'text/csv',
    body: () => {
      made += 1;
      return `body ${made}`;
    },
    patienceMs: 5_000,
  });
  expect(seen.map((one) => one.body)).toEqual(['body 1', 'body 2']);
});

describe('patience', () => {
  test('a refusal for now is tried again, not before the server asked for it', async () => {
    const { connection, seen } = await serverOf(BUSY, OK);
    const startedAt = performance.now();
    await callApi(connection, '/', { patienceMs: 10_000 });
    expect(performance.now() - startedAt).toBeGreaterThan(990);
    expect(seen).toHaveLength(2);
  });

  test('ends, with what the server said', async () => {
    const { connection, seen } = await serverOf(BUSY);
    await expect(callApi(connection, '/', { patienceMs: 500 })).rejects.toThrow('429');
    expect(seen).toHaveLength(1);
  });

  test('is not wasted on what will not change', async () => {
    const { connection, seen } = await serverOf({ status: 400, body: '{}' });
    await expect(callApi(connection, '/', { patienceMs: 10_000 })).rejects.toThrow('400');
    expect(seen).toHaveLength(1);
  });
});

test('an error of the catalogue becomes a sentence with place, hint and code', async () => {
  const error = {
    code: 'invalid_request',
    message: 'It is wrong.',
    hint: 'Mend it.',
    where: 'body/a',
    detail: { got: 7 },
  };
  const { connection } = await serverOf({ status: 400, body: JSON.stringify({ error }) });
  await expect(callApi(connection, '/')).rejects.toThrow(
    'It is wrong. At body/a. ({"got":7}) Mend it. [invalid_request]',
  );
});

test('a status that the caller can read is no failure', async () => {
  const { connection } = await serverOf({ status: 404, body: '{"error":{}}' });
  expect(await callApi(connection, '/', { accept: [404] })).toMatchObject({ status: 404 });
});

test('a server that is not there is said to be so', async () => {
  const { connection } = await serverOf(OK);
  server?.close();
  server?.closeAllConnections();
  await expect(callApi(connection, '/')).rejects.toThrow(/does not answer \(ECONNREFUSED\)/);
});

test('an answer that is not JSON is named, not shown as a stack', async () => {
  const { connection } = await serverOf({ status: 502, body: '<html>' });
  await expect(callApi(connection, '/')).rejects.toThrow('answered 502 with something that is not');
});
