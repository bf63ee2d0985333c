import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import type { ApiKey, Scope } from '../../monitoring/access/access.ts';
import { controlAccess, type KeyDirectory } from './access.ts';
import { answerErrors } from './error-handler.ts';

const OPERATOR = 'lwo_operator';

function directoryOf(scopes: readonly Scope[]): KeyDirectory {
  const keys = scopes.map(
    (scope): ApiKey => ({
      keyId: `key_${scope}`,
      projectId: 'prj_other',
      name: scope,
      scope,
      createdAtMs: 0,
      revokedAtMs: null,
    }),
  );
  return {
    anyKeyExists: async () => keys.length > 0,
    find: async (secret) => keys.find((key) => secret === `lwy_${key.scope}`) ?? null,
    isOperator: (secret) => secret === OPERATOR,
  };
}

let app: FastifyInstance;
afterEach(() => app.close());

function serverWith(scopes: readonly Scope[]): void {
  app = Fastify();
  answerErrors(app);
  controlAccess(app, directoryOf(scopes));
  for (const scope of ['ingest', 'read', 'admin'] as const) {
    app.all(`/v1/${scope}`, { config: { scope } }, async (request) => request.access);
  }
  app.get('/open', async () => 'open');
}

interface Caller {
  headers?: Record<string, string>;
  remoteAddress?: string;
  method?: 'GET' | 'POST';
  url?: string;
}

async function answerTo({ headers = {}, ...caller }: Caller): Promise<string> {
  const answer = await app.inject({
    method: caller.method ?? 'GET',
    url: caller.url ?? '/v1/admin',
    headers: { host: '127.0.0.1:8787', ...headers },
    remoteAddress: caller.remoteAddress ?? '127.0.0.1',
  });
  return answer.statusCode === 200 ? 'served' : `${answer.statusCode} ${answer.json().error.code}`;
}

describe('before the first key', () => {
  const cases: readonly [string, Caller, string][] = [
    ['the own machine is served', {}, 'served'],
    ['so is IPv6 loopback', { remoteAddress: '::1', headers: { host: '[::1]:8787' } }, 'served'],
    ['and IPv4 mapped into IPv6', { remoteAddress: '::ffff:127.0.0.1' }, 'served'],
    ['and the name localhost', { headers: { host: 'localhost:8787' } }, 'served'],
    ['another machine is not', { remoteAddress: '192.0.2.7' }, '403 no_key_yet'],
    [
      'nor one that a proxy speaks for',
      { headers: { 'x-forwarded-for': '192.0.2.7' } },
      '403 no_key_yet',
    ],
    ['a request that a proxy has signed', { headers: { via: '1.1 gateway' } }, '403 no_key_yet'],
    [
      'the own page may post',
      { method: 'POST', headers: { origin: 'http://127.0.0.1:8787' } },
      'served',
    ],
    [
      'a page of another site may not',
      { method: 'POST', headers: { origin: 'https://evil.example' } },
      '403 cross_site_request',
    ],
    [
      'nor one of another local port',
      { method: 'POST', headers: { origin: 'http://127.0.0.1:3000' } },
      '403 cross_site_request',
    ],
    [
      'nor a sandboxed page without origin',
      { method: 'POST', headers: { origin: 'null' } },
      '403 cross_site_request',
    ],
    [
      'nor an image tag of another site',
      { headers: { 'sec-fetch-site': 'cross-site' } },
      '403 cross_site_request',
    ],
    [
      'nor a name that was bent to this machine',
      { headers: { host: 'evil.example:8787' } },
      '403 cross_site_request',
    ],
    [
      'nor one that begins like a loopback address',
      { headers: { host: '127.0.0.1.evil.example' } },
      '403 cross_site_request',
    ],
  ];
  test.each(cases)('%s', async (_, caller, expected) => {
    serverWith([]);
    expect(await answerTo(caller)).toBe(expected);
  });

  test('a route without a scope is open to all', async () => {
    serverWith([]);
    expect(await answerTo({ url: '/open', remoteAddress: '192.0.2.7' })).toBe('served');
  });
});

describe('once a key exists', () => {
  const bearer = (scope: string) => ({ authorization: `Bearer lwy_${scope}` });
  const cases: readonly [string, Caller, string][] = [
    ['even the own machine needs one', {}, '401 missing_key'],
    ['an unknown key is refused', { headers: bearer('nobody') }, '401 invalid_key'],
    [
      'another scheme is no key',
      { headers: { authorization: 'Basic lwy_admin' } },
      '401 missing_key',
    ],
    [
      'admin may administrate from anywhere',
      { headers: bearer('admin'), remoteAddress: '192.0.2.7' },
      'served',
    ],
    ['admin may read', { headers: bearer('admin'), url: '/v1/read' }, 'served'],
    ['admin may send', { headers: bearer('admin'), url: '/v1/ingest' }, 'served'],
    ['read may read', { headers: bearer('read'), url: '/v1/read' }, 'served'],
    ['read may not send', { headers: bearer('read'), url: '/v1/ingest' }, '403 scope_missing'],
    ['read may not administrate', { headers: bearer('read') }, '403 scope_missing'],
    ['ingest may send', { headers: bearer('ingest'), url: '/v1/ingest' }, 'served'],
    ['ingest may not read', { headers: bearer('ingest'), url: '/v1/read' }, '403 scope_missing'],
    [
      'the operator of the machine is served',
      { headers: { authorization: `Bearer ${OPERATOR}` } },
      'served',
    ],
    [
      'his secret is worth nothing elsewhere',
      { headers: { authorization: `Bearer ${OPERATOR}` }, remoteAddress: '192.0.2.7' },
      '403 no_key_yet',
    ],
  ];
  test.each(cases)('%s', async (_, caller, expected) => {
    serverWith(['ingest', 'read', 'admin']);
    expect(await answerTo(caller)).toBe(expected);
  });

  test('the key names the project', async () => {
    serverWith(['read']);
    const answer = await app.inject({ url: '/v1/read', headers: bearer('read') });
    expect(answer.json()).toEqual({
      projectId: 'prj_other',
      scope: 'read',
      keyId: 'key_read',
      operator: false,
    });
  });
});

test('a /v1 route that declares no scope does not come up', async () => {
  serverWith([]);
  expect(() => app.get('/v1/forgotten', async () => 'oops')).toThrow('declares no scope');
});
