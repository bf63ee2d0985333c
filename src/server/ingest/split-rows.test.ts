import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../http/api-error.ts';
import { Refusal } from './refusal.ts';
import { type BodyFormat, MAXIMUM_ROW_BYTES, splitRows } from './split-rows.ts';

const split = (text: string, format: BodyFormat = 'json') => [
  ...splitRows(Buffer.from(text), format),
];

function faultOf(body: string | Buffer): unknown {
  try {
    Array.from(splitRows(Buffer.from(body), 'json'));
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, detail: error.detail };
    throw error;
  }
}

/** White space that makes a body too big to be parsed at once. */
const filler = ' '.repeat(MAXIMUM_ROW_BYTES);

describe('splitRows', () => {
  it.each([
    ['a list', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['one object', ' {"a":1}', [{ a: 1 }]],
    ['an empty list', '[]', []],
    ['a byte order mark before the list', '\ufeff[1]', [1]],
    ['a big empty list', `[${filler}]`, []],
    [
      'a big list',
      `[${filler}{"a":"]\\"},"} , [1,[2]],null${filler}]`,
      [{ a: ']"},' }, [1, [2]], null],
    ],
  ])('reads %s', (_, text, rows) => {
    expect(split(text)).toEqual(rows.map((row, index) => ({ index, row })));
  });

  it.each([
    ['a list that ends in the middle', '[{"a":1},{"a"', 13, 'it ends in the middle'],
    ['a big one', `[${filler}{"a":1},{"a"`, filler.length + 13, 'it ends in the middle'],
    ['NaN', '[{"a":NaN}]', 6, 'NaN is not a value of JSON'],
    ['NaN in a big list', `[${filler}{"a":NaN}]`, filler.length + 6, 'NaN is not a value of JSON'],
    ['bytes, not characters, before it', '["é",NaN]', 6, 'NaN is not a value of JSON'],
    ['a second list', '[1][2]', 3, 'something follows the end'],
    ['a big second list', `[1${filler}][2]`, filler.length + 3, 'something follows the end'],
    ['an empty body', '', 0, 'it ends in the middle'],
  ])('refuses the whole body for %s', (_, text, offset, reason) => {
    expect(faultOf(text)).toEqual({ code: 'invalid_json', detail: { offset, reason } });
  });

  it('refuses a body that is no list and no object', () => {
    expect(faultOf('7')).toMatchObject({ code: 'invalid_request' });
    expect(faultOf(`"${filler}`)).toMatchObject({ code: 'invalid_request' });
  });

  it('refuses a list of too many rows without parsing it', () => {
    expect(faultOf(`[${'0,'.repeat(600_000)}0]`)).toMatchObject({ code: 'too_many_rows' });
  });

  it('refuses only the row that is too large', () => {
    const rows = split(`[{"a":1},{"a":"${'x'.repeat(10 * 2 ** 20)}"},{"a":2}]`);
    expect(rows.map(({ row }) => (row instanceof Refusal ? row.code : row))).toEqual([
      { a: 1 },
      'row_too_large',
      { a: 2 },
    ]);
  });

  it('refuses one object that is too large', () => {
    const [only] = split(`{"a":"${'x'.repeat(2 ** 20)}"}`);
    expect(only?.row).toMatchObject({ code: 'row_too_large' });
  });

  it('refuses only the broken line of NDJSON and counts empty ones', () => {
    const rows = split('{"a":1}\n\n{"a":NaN}\r\n{"a"', 'ndjson');
    expect(rows.map(({ index }) => index)).toEqual([0, 2, 3]);
    expect(rows[0]?.row).toEqual({ a: 1 });
    expect(rows[1]?.row).toMatchObject({
      code: 'invalid_line',
      message: 'character 5: NaN is not a value of JSON',
    });
    expect(rows[2]?.row).toMatchObject({ code: 'invalid_line' });
  });

  it('reads a big list as the parser would', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (rows) => {
        const text = `[${filler}${JSON.stringify(rows).slice(1)}`;
        expect(split(text).map(({ row }) => row)).toEqual(JSON.parse(JSON.stringify(rows)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('bytes that are no UTF-8', () => {
  const broken = Buffer.from('{"id":"caf\xe9"}', 'latin1');
  const good = Buffer.from('{"id":"café \ufffd"}');

  it('refuse a JSON body and say where', () => {
    expect(faultOf(Buffer.concat([good, broken]))).toEqual({
      code: 'invalid_json',
      detail: { offset: good.length + 10, reason: 'it is not UTF-8' },
    });
  });

  it('refuse their own line of NDJSON', () => {
    const body = Buffer.concat([good, Buffer.from('\n'), broken, Buffer.from('\n'), good]);
    const rows = [...splitRows(body, 'ndjson')].map(({ row }) => row);
    expect(rows[0]).toEqual({ id: 'café \ufffd' });
    expect(rows[2]).toEqual({ id: 'café \ufffd' });
    expect(rows[1]).toBeInstanceOf(Refusal);
    expect(rows[1]).toMatchObject({ code: 'invalid_line', message: 'byte 10: it is not UTF-8' });
  });

  it('of any text there are none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(faultOf(JSON.stringify([text]))).toBeUndefined();
      }),
    );
  });
});
