import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LABEL_ROW_SCHEMA } from '../../contract/label.ts';
import { PREDICTION_ROW_SCHEMA } from '../../contract/prediction.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { readLabel } from './read-label.ts';
import { readPrediction } from './read-prediction.ts';
import { Refusal } from './refusal.ts';

const NOW_MS = Date.UTC(2024, 0, 1);
const ajv = new Ajv({ strict: false, validateFormats: false });
const model: Model = {
  projectId: 'default',
  modelId: 'mdl_1',
  name: 'm',
  timeZone: 'UTC',
  clock: 'wall',
  watermarkMs: null,
  latenessMs: 0,
  cellMs: 3_600_000,
  outputs: [
    { name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' },
    { name: 'price', task: 'regression', classes: [], positiveClass: null },
  ],
  features: [],
  segmentBy: [],
  schemaVersion: 1,
};

const least = { predictionId: 'p', time: 0 };
const codeOf = (row: unknown) => {
  const read = readPrediction(row, NOW_MS);
  return read instanceof Refusal ? read.code : 'read';
};

describe('readPrediction', () => {
  it('fills in what is not said', () => {
    expect(readPrediction(least, NOW_MS)).toMatchObject({
      predictionId: 'p',
      eventTimeMs: 0,
      version: '',
      variant: 'champion',
      environment: 'production',
      features: {},
      outputs: [],
      status: 'ok',
      weight: 1,
      latencyMs: null,
      metadata: '',
    });
  });

  it.each([
    ['a list', [], 'not_an_object'],
    ['null', null, 'not_an_object'],
    ['a text', 'p', 'not_an_object'],
    ['a row without id', { time: 0 }, 'missing_field'],
    ['a row without time', { predictionId: 'p' }, 'missing_field'],
    ['an empty id', { ...least, predictionId: '' }, 'invalid_field'],
    ['an id of null', { ...least, predictionId: null }, 'invalid_field'],
    ['an id that is no whole number', { ...least, predictionId: 1.5 }, 'invalid_field'],
    ['an id that is too long', { ...least, predictionId: 'x'.repeat(513) }, 'invalid_field'],
    ['a time that is none', { ...least, time: 'soon' }, 'invalid_field'],
    ['a time before 1970', { ...least, time: -1 }, 'invalid_field'],
    ['a time in seconds', { ...least, time: 1_700_000_000 }, 'invalid_field'],
    ['a time of 2100', { ...least, time: '2100-01-01T00:00:00Z' }, 'time_in_future'],
    ['a time a day and a moment ahead', { ...least, time: NOW_MS + 86_400_001 }, 'time_in_future'],
    ['a weight of zero', { ...least, weight: 0 }, 'invalid_field'],
    ['an infinite weight', { ...least, weight: JSON.parse('1e999') }, 'invalid_field'],
    ['a negative latency', { ...least, latencyMs: -1 }, 'invalid_field'],
    ['features in a list', { ...least, features: [1] }, 'invalid_field'],
    ['a status of its own', { ...least, status: 'fine' }, 'invalid_field'],
    ['a score in words', { ...least, score: 'high' }, 'invalid_field'],
    ['answers given twice', { ...least, score: 1, outputs: [] }, 'invalid_field'],
    ['two outputs of one name', { ...least, outputs: [{}, {}] }, 'invalid_field'],
    ['an output that is none', { ...least, outputs: [7] }, 'invalid_field'],
    ['a tag that is a list', { ...least, tags: { a: [] } }, 'invalid_field'],
    ['a field nobody knows', { ...least, feature: {} }, 'unknown_field'],
    ['a field nobody knows, of null', { ...least, feature: null }, 'unknown_field'],
    ['a field of an output nobody knows', { ...least, output: { scor: 1 } }, 'unknown_field'],
  ])('refuses %s', (_, row, code) => {
    expect(codeOf(row)).toBe(code);
  });

  it.each([
    ['1970', { ...least, time: 0 }],
    ['a whole number as id', { ...least, predictionId: 42 }],
    ['a day ahead', { ...least, time: NOW_MS + 86_400_000 }],
    ['null wherever something is optional', { ...least, score: null, tags: null, outputs: null }],
    ['2,000 features', { ...least, features: manyFeatures(2_000) }],
    ['features called like parts of objects', JSON.parse(HOSTILE)],
  ])('reads %s', (_, row) => {
    expect(codeOf(row)).toBe('read');
  });

  it('takes the short form for the default output', () => {
    expect(
      readPrediction({ ...least, score: 'NaN', decision: true, value: 2 }, NOW_MS),
    ).toMatchObject({
      outputs: [{ name: 'default', score: null, decision: 'true', value: 2 }],
    });
  });

  it('keeps a tag called __proto__ a tag', () => {
    const row = JSON.parse(
      '{"predictionId":"p","time":0,"tags":{"__proto__":"x","constructor":1}}',
    );
    const read = readPrediction(row, NOW_MS);
    expect(read instanceof Refusal ? [] : Object.entries(read.tags)).toEqual([
      ['__proto__', 'x'],
      ['constructor', '1'],
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

const HOSTILE =
  '{"predictionId":"\'; DROP TABLE predictions;--","time":0,"features":{"__proto__":1,"constructor":2,"toString":"<script>","a":1,"a":2}}';

function manyFeatures(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
}

describe('readLabel', () => {
  const read = (row: unknown) => readLabel(row, model, NOW_MS);
  it.each([
    ['a class', { label: 'yes' }, { text: 'yes', number: null, output: 'default' }],
    ['a number as a class', { label: 1 }, { text: '1', number: 1 }],
    ['a boolean as a class', { label: true }, { text: 'true', number: null }],
    ['a number', { label: 2.5, output: 'price' }, { text: null, number: 2.5, output: 'price' }],
    ['now as the time of the truth', { label: 'x' }, { labelledAtMs: NOW_MS, predictedAtMs: null }],
    ['the time of the prediction', { label: 'x', predictedAt: 7 }, { predictedAtMs: 7 }],
  ])('reads %s', (_, row, expected) => {
    expect(read({ predictionId: 'p', ...row })).toMatchObject(expected);
  });

  it.each([
    ['no truth at all', {}, 'missing_field'],
    ['a truth of null', { label: null }, 'invalid_field'],
    ['a word for a number', { label: 'many', output: 'price' }, 'invalid_field'],
    ['a list', { label: [1] }, 'invalid_field'],
    ['a field nobody knows', { label: 1, actual: 1 }, 'unknown_field'],
    ['a truth of 2100', { label: 1, labelledAt: '2100-01-01' }, 'time_in_future'],
  ])('refuses %s', (_, row, code) => {
    expect(read({ predictionId: 'p', ...row })).toMatchObject({ code });
  });
});

describe('the readers and the published schemas', () => {
  const scalar = fc.oneof(
    fc.constantFrom<unknown>(null, true, 'NaN', 'ok', '', 'x', 0, -1, 1, 1.5, 1e3),
    fc.constant('x'.repeat(600)),
  );
  const anything = fc.oneof(
    { weight: 4, arbitrary: scalar },
    fc.constantFrom<unknown>([], {}, [1]),
  );
  const output = fc.record(
    { name: anything, score: anything, decision: anything, value: anything, odd: anything },
    { requiredKeys: [] },
  );
  /** One field at a time is off, or refusals would hide each other. */
  const oneOf = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
    fc.oneof(...Object.entries(fields).map(([name, value]) => fc.record({ [name]: value })));

  it('agree on predictions', () => {
    const matches = ajv.compile(PREDICTION_ROW_SCHEMA);
    const field = oneOf({
      ...Object.fromEntries(
        Object.keys(PREDICTION_ROW_SCHEMA.properties)
          .filter((name) => name !== 'time')
          .map((name) => [name, anything]),
      ),
      tags: fc.oneof(anything, fc.dictionary(fc.string(), anything)),
      output: fc.oneof(anything, output),
      outputs: fc.oneof(anything, fc.tuple(output)),
      unknown: anything,
    });
    fc.assert(
      fc.property(field, (given) => {
        const row = { ...least, ...given };
        expect(codeOf(row) === 'read').toBe(matches(row));
      }),
      { numRuns: 3_000 },
    );
  });

  it('agree on labels', () => {
    const matches = ajv.compile(LABEL_ROW_SCHEMA);
    const field = oneOf({
      predictionId: anything,
      label: anything,
      output: fc.oneof(anything, fc.constant('other')),
      unknown: anything,
    });
    fc.assert(
      fc.property(field, (given) => {
        const row = { predictionId: 'p', label: 1, ...given };
        expect(!(readLabel(row, model, NOW_MS) instanceof Refusal)).toBe(matches(row));
      }),
      { numRuns: 1_000 },
    );
  });
});
