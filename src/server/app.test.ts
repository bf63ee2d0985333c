import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERRORS } from '../contract/errors.ts';
import { createApp } from './app.ts';
import { healthRoutes, type Part, PartError } from './http/health.ts';
import { keyRoutes } from './http/keys.ts';

const dashboardRoot = mkdtempSync(join(tmpdir(), 'leeway-web-'));
const INLINE = 'document.title += 1;';
let app: FastifyInstance;
const parts: Part[] = [];
let stopping = false;

const never = async () => {
  throw new Error('not reached in these tests');
};

beforeAll(async () => {
  writeFileSync(
    join(dashboardRoot, 'index.html'),
    `<!doctype html><title>page</title><script>${INLINE}</script>`,
  );
  mkdirSync(join(dashboardRoot, 'assets'));
  writeFileSync(join(dashboardRoot, 'assets', 'index-abc.js'), 'export {};');
  app = await createApp({
    logger: pino({ level: 'silent' }),
    keys: { anyKeyExists: async () => false, find: async () => null, isOperator: () => false },
    isStopping: () => stopping,
    routes: [
      healthRoutes({ parts, isStopping: () => stopping, patienceMs: 20 }),
      keyRoutes({
        keys: { anyKeyExists: never, create: never, find: never, list: never, revoke: never },
        projects: { find: never, get: never, ensure: never, list: never },
        onChange() {},
      }),
    ],
    dashboardRoot,
    version: '1.2.3',
    bodyLimitBytes: 1_000,
  });
});
afterAll(async () => {
  await app.close();
  rmSync(dashboardRoot, { recursive: true });
});

const visit = (url: string, accept = 'text/html') =>
  app.inject({ url, headers: { accept, host: '127.0.0.1' } });

describe('the dashboard', () => {
  test.each(['/', '/models/flights', '/models/a%20b?from=2001'])('%s is the page', async (url) => {
    const answer = await visit(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('<title>page</title>');
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  test('built files may be kept for ever', async () => {
    const answer = await visit('/assets/index-abc.js', '*/*');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toContain('immutable');
  });

  test.each([
    ['/v1/nothing', 'text/html'],
    ['/assets/gone.js', 'text/html'],
    ['/models/flights', 'application/json'],
    ['/../package.json', 'application/json'],
  ])('%s for %s is not found', async (url, accept) => {
    const answer = await visit(url, accept);
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error.code).toBe('not_found');
  });

  test.each(['/', '/v1/keys', '/nothing'])(
    '%s carries the headers that keep scripts out',
    async (url) => {
      const { headers } = await visit(url);
      const digest = createHash('sha256').update(INLINE).digest('base64');
      expect(headers['content-security-policy']).toContain(`script-src 'self' 'sha256-${digest}';`);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});

describe('a body', () => {
  test.each([
    ['a number for a name', { name: 7, scope: 'read' }, 'body/name'],
    ['an unknown scope', { name: 'a', scope: 'root' }, 'body/scope'],
    ['an unknown field', { name: 'a', scope: 'read', colour: 'red' }, 'body'],
    ['an endless name', { name: 'a'.repeat(201), scope: 'read' }, 'body/name'],
  ])('with %s is refused and not mended', async (_, payload, where) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/keys',
      payload,
      headers: { host: '127.0.0.1' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({ code: 'invalid_request', where });
  });
});

describe('what is no request the router understands', () => {
  test('a broken escape in the path is refused in the usual form', async () => {
    const answer = await visit('/v1/keys/%zz', 'application/json');
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'invalid_request']);
  });

  test.each([
    ['not HTTP at all', 'hello\r\n\r\n', '400', 'invalid_request'],
    ['endless headers', `GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}`, '431', 'headers_too_large'],
  ])('%s is answered and the connection closed', async (_, text, status, code) => {
    if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(text);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
  });
});

describe('readiness', () => {
  const state = async (...now: Part[]) => {
    parts.splice(0, parts.length, ...now);
    const answer = await visit('/readyz');
    return { status: answer.statusCode, ...answer.json() };
  };

  test('is the readiness of every part', async () => {
    expect(await state({ name: 'log', check: async () => '0 bytes waiting' })).toEqual({
      status: 200,
      ready: true,
      parts: [{ part: 'log', ready: true, detail: '0 bytes waiting' }],
    });
  });

  test.each<[string, Part['check'], string]>([
    [
      'a refused connection shows its code',
      () => Promise.reject(Object.assign(new Error('at /secret'), { code: 'ECONNREFUSED' })),
      'ECONNREFUSED',
    ],
    [
      'a driver’s message is not shown',
      () => Promise.reject(new Error('password of /secret')),
      'does not answer',
    ],
    [
      'a sentence meant for people is',
      () => Promise.reject(new PartError('7 s behind')),
      '7 s behind',
    ],
    ['silence is an answer', () => new Promise(() => {}), 'no answer in 20 ms'],
  ])('%s', async (_, check, detail) => {
    const answer = await state(
      { name: 'fine', check: async () => undefined },
      { name: 'sick', check },
    );
    expect(answer).toEqual({
      status: 503,
      ready: false,
      parts: [
        { part: 'fine', ready: true },
        { part: 'sick', ready: false, detail },
      ],
    });
  });

  test('the process is alive all the while', async () => {
    expect((await visit('/healthz')).json()).toEqual({ alive: true });
  });
});

test('a stopping server says so, in the form of every refusal', async () => {
  stopping = true;
  parts.length = 0;
  const [api, ready] = [await visit('/v1/keys'), await visit('/readyz')];
  stopping = false;
  expect(api.statusCode).toBe(503);
  expect(api.json().error.code).toBe('shutting_down');
  expect(api.headers['retry-after']).toBe('2');
  expect(api.headers['connection']).toBe('close');
  expect(ready.json().parts).toEqual([{ part: 'server', ready: false, detail: 'stopping' }]);
});

describe('/openapi.json', () => {
  test('describes the routes, their scopes and every error code', async () => {
    const document = (await visit('/openapi.json', '*/*')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toBe('1.2.3');
    expect(document.paths['/v1/keys/{keyId}'].delete).toMatchObject({
      operationId: 'revokeKey',
      'x-scope': 'admin',
      security: [{ key: [] }],
    });
    expect(document.paths['/healthz'].get.security).toEqual([]);
    expect(document.components.schemas.ErrorCode.enum).toEqual(Object.keys(ERRORS));
  });

  test('its schemas compile as JSON Schema 2020-12', async () => {
    const document = (await visit('/openapi.json', '*/*')).json();
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'api');
    const { schema } = document.paths['/v1/keys'].post.requestBody.content['application/json'];
    const check = ajv.compile(schema);
    expect(check({ name: 'a', scope: 'read' })).toBe(true);
    expect(check({ name: 'a' })).toBe(false);
    const checkError = ajv.compile({ $ref: 'api#/components/schemas/ErrorBody' });
    expect(checkError((await visit('/v1/nothing')).json())).toBe(true);
  });
});
