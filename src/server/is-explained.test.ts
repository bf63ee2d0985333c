import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { START_ERROR_CODES, StartError } from '../adapters/storage/start-error.ts';
import { ConfigError } from './config.ts';
import { isExplained } from './is-explained.ts';

const settingError = new ConfigError('LEEWAY_PORT', 'a port', 'eighty');

test('docs/errors.md lists every code of a failed start, and no other', () => {
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split('\n## At start\n');
  const documented = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((row) => row[1]);
  expect(documented).toEqual([...START_ERROR_CODES, settingError.code].toSorted());
});

test('explained failures begin with their code; others are not explained', () => {
  const startError = new StartError('database_too_new', 'a sentence.');
  for (const error of [settingError, startError]) {
    expect(isExplained(error)).toBe(true);
    expect(error.message.startsWith(`${error.code}: `)).toBe(true);
  }
  expect(isExplained(new Error('a bug'))).toBe(false);
});
