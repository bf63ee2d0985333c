import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerErrors } from './error-handler.ts';
import { findUnstorableText, refuseUnstorableText } from './refuse-unstorable-text.ts';

const app = Fastify();
beforeAll(async () => {
  answerErrors(app);
  refuseUnstorableText(app);
  app.post('/things/:id', async () => ({ served: true }));
  await app.ready();
});
afterAll(() => app.close());

describe('text that no database can store', () => {
  it.each([
    ['a zero byte in the path', '/things/a%00b', {}, 'params/id'],
    ['a zero byte in the query', '/things/a?project=%00', {}, 'querystring/project'],
    ['a zero byte in the body', '/things/a', { name: '\u0000' }, 'body/name'],
    ['half a surrogate pair in a list', '/things/a', { all: ['b', '\ud800'] }, 'body/all/1'],
    ['half a surrogate pair in a key', '/things/a', { tags: { '\udfff': 1 } }, 'body/tags'],
  ])('%s is refused with its place', async (_, url, body, where) => {
    const payload = JSON.stringify(body);
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url, headers, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: 'invalid_request', where } });
  });

  it('other text passes, whole surrogate pairs too', async () => {
    const payload = { name: '💩 \u202e <b>%s\u0001' };
    const answer = await app.inject({ method: 'POST', url: '/things/%F0%9F%92%A9?a=b', payload });
    expect(answer.json()).toEqual({ served: true });
  });

  it('a body of any depth is walked to its end', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`);
    expect(findUnstorableText('body', deep)).toMatch(/^body(\/0)+$/);
  });
});
