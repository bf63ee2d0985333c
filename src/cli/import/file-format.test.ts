import { expect, test } from 'vitest';
import { fileKindOf } from './file-format.ts';

test.each([
  ['a.csv', undefined, { format: 'csv', gzip: false }],
  ['dir.d/A.CSV.GZ', undefined, { format: 'csv', gzip: true }],
  ['a.jsonl', undefined, { format: 'ndjson', gzip: false }],
  ['a.parquet', undefined, { format: 'parquet', gzip: false }],
  ['a.txt', 'csv', { format: 'csv', gzip: false }],
  ['a.gz', 'ndjson', { format: 'ndjson', gzip: true }],
] as const)('%s with --format %s', (path, format, expected) => {
  expect(fileKindOf(path, format)).toEqual(expected);
});

test('a name that says nothing asks for the format', () => {
  expect(() => fileKindOf('data', undefined)).toThrow('--format csv|ndjson|parquet');
});
