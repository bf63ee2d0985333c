import { expect, test } from 'vitest';
import { type DescribedRoute, describeApi } from '../src/contract/openapi.ts';
import { faultsOfOpenApi } from './check-openapi.ts';

const route = (url: string, change: DescribedRoute['schema'] = {}): DescribedRoute => ({
  method: 'GET',
  url,
  scope: 'read',
  schema: { operationId: 'getThing', summary: 'A thing', tags: ['things'], ...change },
});
const faultsOf = (...routes: DescribedRoute[]) => faultsOfOpenApi(describeApi(routes, '0'));

test.each<[string, DescribedRoute[], RegExp]>([
  ['a name twice', [route('/a'), route('/b')], /operationId getThing is taken/],
  ['no summary', [route('/a', { summary: '' })], /no summary/],
  ['a schema that is none', [route('/a', { body: { type: 'objekt' } })], /objekt|type/],
  ['a keyword nobody knows', [route('/a', { body: { typ: 'object' } })], /typ/],
  ['a reference to nothing', [route('/a', { body: { $ref: '#/components/x' } })], /x/],
  [
    'a path parameter that is not in the path',
    [route('/a', { params: { properties: { id: { type: 'string' } } } })],
    /path parameters id are not/,
  ],
])('%s is a fault', (_, routes, fault) => {
  expect(faultsOf(...routes)).toEqual([expect.stringMatching(fault)]);
});

test('a sound document has none', () => {
  expect(faultsOf(route('/a/:id'))).toEqual([]);
});
