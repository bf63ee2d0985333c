import { describe, expect, test } from 'vitest';
import {
  type ColumnMapping,
  type FeatureKind,
  type ShapingContext,
  shapeLabel,
  shapePrediction,
} from './shape-import-row.ts';

const NOTHING: ColumnMapping = {
  id: null,
  time: null,
  version: null,
  score: null,
  decision: null,
  value: null,
  weight: null,
  latency: null,
  label: null,
  predictedAt: null,
  labelledAt: null,
  output: null,
  exclude: [],
};

const contextOf = (
  mapping: Partial<ColumnMapping>,
  kinds: Readonly<Record<string, FeatureKind>> = {},
  numericLabels = false,
): ShapingContext => ({
  mapping: { ...NOTHING, ...mapping },
  kinds: new Map(Object.entries(kinds)),
  numericLabels,
  idPrefix: 'file.csv#',
});

describe('a prediction', () => {
  test('takes the named columns, and the others as features of their kind', () => {
    const row = {
      pid: 'p1',
      at: '2001-01-31 10:00',
      prob: '0.25',
      said: 'late',
      truth: 'on time',
      junk: 'x',
      age: '41',
      city: '10115',
      vip: 'True',
    };
    const context = contextOf(
      { id: 'pid', time: 'at', score: 'prob', decision: 'said', label: 'truth', exclude: ['junk'] },
      { age: 'numeric', city: 'categorical', vip: 'boolean' },
    );
    expect(JSON.parse(JSON.stringify(shapePrediction(row, 1, context)))).toEqual({
      predictionId: 'p1',
      time: '2001-01-31 10:00',
      score: 0.25,
      decision: 'late',
      features: { age: 41, city: '10115', vip: true },
    });
  });

  test('without an id column is named after the file and the row, the same each time', () => {
    const shaped = shapePrediction({}, 7, contextOf({}));
    expect(shaped).toMatchObject({ predictionId: 'file.csv#7' });
  });

  test.each<[string, unknown, unknown]>([
    ['a number', '1e3', 1000],
    ['a number with blanks', ' 12 ', 12],
    ['a word, which the server counts as mismatched', 'unknown', 'unknown'],
    ['hexadecimal, which is no number here', '0x10', '0x10'],
    ['an empty cell', '', null],
    ['not a number', 'nan', 'NaN'],
    ['an infinity', '-inf', '-Infinity'],
    ['a 64-bit integer', 5n, 5],
    ['a float without JSON', Number.NaN, 'NaN'],
    ['a missing value', null, null],
  ])('keeps %s in a numeric column', (_, value, expected) => {
    const { features } = shapePrediction({ x: value }, 1, contextOf({}, { x: 'numeric' })) as {
      features: Record<string, unknown>;
    };
    expect(features['x']).toBe(expected);
  });

  test.each<[string, unknown, unknown]>([
    ['milliseconds as text', '978307200000', 978307200000],
    ['milliseconds as 64 bits', 978307200000n, 978307200000],
    ['a date of a Parquet file', new Date(978307200000), 978307200000],
    ['ISO 8601', '2001-01-01T00:00:00Z', '2001-01-01T00:00:00Z'],
  ])('reads %s as its time', (_, value, expected) => {
    const context = contextOf({ time: 't' });
    expect(shapePrediction({ t: value }, 1, context)).toMatchObject({ time: expected });
  });

  test('says nothing of empty cells in its own columns', () => {
    const context = contextOf({ score: 's', version: 'v' });
    const shaped = shapePrediction({ s: '', v: '' }, 1, context);
    expect(Object.keys(shaped)).toEqual(['predictionId', 'features']);
  });

  test('a column named __proto__ is a feature like any other', () => {
    const row = JSON.parse('{"__proto__": "a", "constructor": "b"}');
    const text = JSON.stringify(shapePrediction(row, 1, contextOf({})));
    expect(text).toContain('"features":{"__proto__":"a","constructor":"b"}');
  });

  test('a vector in a text file becomes one', () => {
    const shaped = shapePrediction({ e: '[1, 2]' }, 1, contextOf({}, { e: 'embedding' }));
    expect(shaped).toMatchObject({ features: { e: [1, 2] } });
  });
});

describe('a label', () => {
  test('is text for classes, whatever it looks like', () => {
    const context = contextOf({ id: 'id', label: 'y', predictedAt: 't' });
    expect(shapeLabel({ id: 7, y: '1', t: '5000000' }, 1, context)).toEqual({
      predictionId: 7,
      label: '1',
      predictedAt: 5_000_000,
    });
  });

  test('is a number for regression', () => {
    const context = contextOf({ id: 'id', label: 'y' }, {}, true);
    expect(shapeLabel({ id: 'a', y: '1.5' }, 1, context)).toMatchObject({ label: 1.5 });
  });
});
