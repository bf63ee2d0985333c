import { expect, test } from 'vitest';
import { type DescribedRoute, describeApi } from './openapi.ts';

const ROUTE: DescribedRoute = {
  method: 'POST',
  url: '/v1/models/:model/predictions',
  scope: 'ingest',
  schema: {
    operationId: 'sendPredictions',
    summary: 'Send predictions',
    tags: ['ingest'],
    querystring: {
      type: 'object',
      required: ['dryRun'],
      properties: { dryRun: { type: 'boolean', description: 'Store nothing' } },
    },
    rawBody: { 'application/x-ndjson': { type: 'string' } },
    response: { '2xx': { type: 'object', description: 'Accepted' }, 204: { type: 'null' } },
  },
};

const operationOf = (route: DescribedRoute) => {
  const { paths } = describeApi([route], '0');
  return paths['/v1/models/{model}/predictions']?.['post'];
};

test('a route becomes an operation under its path in braces', () => {
  expect(operationOf(ROUTE)).toEqual({
    operationId: 'sendPredictions',
    summary: 'Send predictions',
    tags: ['ingest'],
    parameters: [
      { name: 'model', in: 'path', required: true, schema: { type: 'string' } },
      {
        name: 'dryRun',
        in: 'query',
        required: true,
        description: 'Store nothing',
        schema: { type: 'boolean' },
      },
    ],
    requestBody: {
      required: true,
      content: { 'application/x-ndjson': { schema: { type: 'string' } } },
    },
    responses: {
      '2XX': {
        description: 'Accepted',
        content: { 'application/json': { schema: { type: 'object', description: 'Accepted' } } },
      },
      204: { description: 'Success' },
      default: { $ref: '#/components/responses/Error' },
    },
    security: [{ key: [] }],
    'x-scope': 'ingest',
  });
});

test('declared path parameters keep their schema and are not named twice', () => {
  const params = { type: 'object', properties: { model: { type: 'string', maxLength: 5 } } };
  const operation = operationOf({ ...ROUTE, schema: { ...ROUTE.schema, params } });
  expect(operation?.['parameters']).toContainEqual({
    name: 'model',
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength: 5 },
  });
  expect(operation?.['parameters']).toHaveLength(2);
});

test('routes that have no name are not part of the API', () => {
  expect(describeApi([{ ...ROUTE, schema: {} }], '0').paths).toEqual({});
});

test('paths and tags come in alphabetical order, whatever the order of the wiring', () => {
  const routes = ['/b', '/a'].map((url) => ({
    ...ROUTE,
    url,
    schema: { ...ROUTE.schema, tags: [url.slice(1)] },
  }));
  const document = describeApi(routes, '0');
  expect(Object.keys(document.paths)).toEqual(['/a', '/b']);
  expect(document['tags']).toEqual([{ name: 'a' }, { name: 'b' }]);
});
