import { expect, test } from 'vitest';
import { CHANNEL_DRAFT_SCHEMA, CHANNEL_KINDS } from '../../contract/channel.ts';
import { configOf, readChannelKinds } from './channel-form.ts';

const documentOf = (schema: unknown) => ({
  paths: {
    '/v1/channels': { post: { requestBody: { content: { 'application/json': { schema } } } } },
  },
});
const SCHEMA = {
  properties: {
    kind: { enum: ['webhook', 'slack', 'email'] },
    config: {
      required: ['name'],
      properties: {
        name: { type: 'string', description: 'Of whom it is: anybody.' },
        url: { type: 'string', description: 'webhook: http or https.' },
        token: { type: 'string', writeOnly: true, description: 'slack by token: of a bot.' },
        runbook: { type: ['string', 'null'], description: 'slack, email: where to look.' },
        port: { type: 'integer', description: 'email: 465 or 587.' },
        security: { enum: ['tls', 'none'], description: 'email: how it is sent.' },
        to: { type: 'array', items: { type: 'string' }, description: 'email: the recipients.' },
      },
    },
  },
};

test('a kind has the fields that are said to be its own, and those of everybody', () => {
  const kinds = readChannelKinds(documentOf(SCHEMA));
  expect(kinds.map(({ kind, fields }) => [kind, fields.map((one) => one.name)])).toEqual([
    ['webhook', ['name', 'url']],
    ['slack', ['name', 'token', 'runbook']],
    ['email', ['name', 'runbook', 'port', 'security', 'to']],
  ]);
  const [webhook, , email] = kinds;
  expect(webhook?.fields[0]).toMatchObject({
    required: true,
    description: 'Of whom it is: anybody.',
  });
  expect(email?.fields.map((one) => one.input)).toEqual([
    'text',
    'text',
    'number',
    'choice',
    'list',
  ]);
});

test('what was left empty is left out, the rest is what the server takes', () => {
  const [, , email] = readChannelKinds(documentOf(SCHEMA));
  const values = { name: ' on call ', port: '587', to: 'a@x.org, b@x.org\n', runbook: '' };
  expect(configOf(email?.fields ?? [], values)).toEqual({
    name: 'on call',
    port: 587,
    to: ['a@x.org', 'b@x.org'],
  });
});

test('the kinds of this server all have fields', () => {
  const kinds = readChannelKinds(documentOf(CHANNEL_DRAFT_SCHEMA));
  expect(kinds.map((one) => one.kind)).toEqual([...CHANNEL_KINDS]);
  for (const { fields } of kinds) expect(fields.length).toBeGreaterThan(0);
});

test('a document that says nothing of channels has none', () => {
  expect(readChannelKinds({})).toEqual([]);
});
