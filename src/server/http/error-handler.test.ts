import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { answerErrors } from './error-handler.ts';

let app: FastifyInstance;
beforeAll(() => {
  app = Fastify({ bodyLimit: 100 });
  answerErrors(app);
  app.get('/coded', () => {
    throw new ApiError('body_too_large', {
      where: 'body',
      detail: { limitBytes: 5 },
      retryAfterSeconds: 1.2,
    });
  });
  app.get('/bug', () => {
    throw new TypeError('secret of /var/lib');
  });
  app.get('/outage', () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  });
  app.get('/nested-outage', () => {
    throw new Error('query failed', { cause: new Error('Connection terminated unexpectedly') });
  });
  const schema = {
    body: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, clock: { enum: ['wall', 'replay'] } },
    },
  };
  app.post('/checked', { schema }, async () => 'fine');
});
afterAll(() => app.close());

const postJson = (payload: string, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/checked', payload, headers: { 'content-type': type } });

test('a coded error is answered as the catalogue says, with place, detail and patience', async () => {
  const answer = await app.inject('/coded');
  expect(answer.statusCode).toBe(413);
  expect(answer.headers['retry-after']).toBe('2');
  expect(answer.json().error).toMatchObject({
    code: 'body_too_large',
    where: 'body',
    detail: { limitBytes: 5 },
  });
});

test('a bug shows the caller an id and nothing of its inside', async () => {
  const answer = await app.inject('/bug');
  expect(answer.statusCode).toBe(500);
  expect(answer.json().error.code).toBe('internal');
  expect(answer.json().error.detail.id).toEqual(expect.any(String));
  expect(answer.body).not.toContain('secret');
});

test.each(['/outage', '/nested-outage'])('%s asks the caller to come back', async (url) => {
  const answer = await app.inject(url);
  expect(answer.statusCode).toBe(503);
  expect(answer.json().error.code).toBe('storage_unavailable');
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

test.each([
  ['truncated JSON', '{"name": "a', 'application/json', 400, 'invalid_json'],
  ['an empty body', '', 'application/json', 400, 'invalid_json'],
  ['a NaN literal', '{"name": NaN}', 'application/json', 400, 'invalid_json'],
  [
    'a prototype in disguise',
    '{"__proto__": {"name": "a"}}',
    'application/json',
    400,
    'invalid_json',
  ],
  ['a field of the wrong kind', '{"name": {}}', 'application/json', 400, 'invalid_request'],
  ['an unknown content type', '<a/>', 'application/xml', 415, 'unsupported_media_type'],
  [
    'a body beyond the limit',
    `{"name": "${'a'.repeat(200)}"}`,
    'application/json',
    413,
    'body_too_large',
  ],
])('%s is refused with its code', async (_, payload, type, status, code) => {
  const answer = await postJson(payload, type);
  expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
});

test('a violated schema names the place and the rule', async () => {
  const answer = await postJson('{"name": "a", "clock": "sun"}');
  expect(answer.json().error).toMatchObject({
    where: 'body/clock',
    detail: 'must be one of wall, replay',
  });
});
