import { expect, test } from 'vitest';
import type { Feature } from '../model/model.ts';
import { decideFeatures } from './decide-features.ts';
import type { InferredColumn } from './infer-columns.ts';

const inferred = (changes: Partial<InferredColumn> = {}): InferredColumn => ({
  name: 'age',
  kind: 'numeric',
  range: [1, 9],
  nullable: false,
  distinctRatio: 0.1,
  identifier: false,
  note: '',
  ...changes,
});

const known = (changes: Partial<Feature> = {}): Feature => ({
  featureId: 3,
  name: 'age',
  kind: 'numeric',
  epoch: 1,
  range: null,
  importance: 0.7,
  criticality: 'high',
  identifier: false,
  ...changes,
});

test('a new column is registered as it looks, with its note', () => {
  const [decided] = decideFeatures([inferred({ note: '3 of 9 values are not numbers' })], []);
  expect(decided).toMatchObject({
    outcome: 'new',
    draft: { name: 'age', kind: 'numeric', range: [1, 9], importance: null, criticality: 'normal' },
    warning: '"age": 3 of 9 values are not numbers',
  });
});

test.each<[string, Partial<Feature>, Partial<InferredColumn>, string]>([
  ['the same kind is kept', {}, {}, 'kept'],
  ['categories hold numbers', { kind: 'categorical' }, {}, 'kept'],
  ['text holds booleans', { kind: 'text' }, { kind: 'boolean' }, 'kept'],
  ['numbers hold no names', {}, { kind: 'categorical' }, 'kind_changed'],
  ['booleans hold no numbers', { kind: 'boolean' }, {}, 'kind_changed'],
  ['categories hold no vectors', { kind: 'categorical' }, { kind: 'embedding' }, 'kind_changed'],
  [
    'a column without a value fits everywhere',
    {},
    { kind: 'text', distinctRatio: 0, nullable: true },
    'kept',
  ],
])('%s', (_, feature, column, outcome) => {
  const [decided] = decideFeatures([inferred(column)], [known(feature)]);
  expect(decided?.outcome).toBe(outcome);
  expect(decided?.draft.kind).toBe(
    outcome === 'kept' ? known(feature).kind : (column.kind ?? 'numeric'),
  );
  expect(decided?.draft).toMatchObject({ importance: 0.7, criticality: 'high' });
  expect(decided?.warning === '').toBe(outcome === 'kept');
});

test('a range that somebody gave stays, an open one is filled', () => {
  const [given] = decideFeatures([inferred()], [known({ range: [0, 120] })]);
  const [open] = decideFeatures([inferred()], [known()]);
  expect(given?.draft.range).toEqual([0, 120]);
  expect(open?.draft.range).toEqual([1, 9]);
});

test('whether it is an identifier is not inferred a second time', () => {
  const [decided] = decideFeatures([inferred({ identifier: true })], [known()]);
  expect(decided?.draft.identifier).toBe(false);
});

test('whole numbers written as text are codes, but in a column that is numeric already', () => {
  const codes = inferred({ kind: 'categorical', note: 'taken as codes' });
  const column = inferred({ asFeature: codes });
  expect(decideFeatures([column], [])).toMatchObject([
    { outcome: 'new', draft: { kind: 'categorical' }, warning: '"age": taken as codes' },
  ]);
  expect(decideFeatures([column], [known()])).toMatchObject([
    { outcome: 'kept', draft: { kind: 'numeric' } },
  ]);
});
