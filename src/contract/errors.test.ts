import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ErrorEntry } from './error-entry.ts';
import { ERRORS } from './errors.ts';
import { REQUEST_ERRORS } from './request-errors.ts';
import { ROW_ERRORS } from './row-errors.ts';

const catalogue: Readonly<Record<string, ErrorEntry>> = ERRORS;

/** Rows `| `code` | status | message | hint |` of the page. */
function documentedErrors(): Record<string, ErrorEntry> {
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const documented: Record<string, ErrorEntry> = {};
  for (const line of page.split('\n')) {
    const cells = /^\| `(\w+)` \| (row|\d{3}) \| (.+) \| (.+) \|$/.exec(line);
    if (cells === null) continue;
    const [, code = '', status = '', message = '', hint = ''] = cells;
    expect(documented[code], `${code} is documented twice`).toBeUndefined();
    documented[code] = { status: status === 'row' ? 'row' : Number(status), message, hint };
  }
  return documented;
}

test('the catalogue and docs/errors.md say the same, both ways', () => {
  expect(documentedErrors()).toEqual(catalogue);
});

test.each([
  ['of requests', REQUEST_ERRORS],
  ['of rows', ROW_ERRORS],
])(
  'codes %s are in alphabetical order, so that two people add theirs in different places',
  (_, codes) => {
    expect(Object.keys(codes)).toEqual(Object.keys(codes).toSorted());
  },
);

test('only codes of rows are without a status', () => {
  const ofRows = Object.entries(catalogue).filter(([, { status }]) => status === 'row');
  expect(ofRows.map(([code]) => code)).toEqual(Object.keys(ROW_ERRORS));
});

test.each(Object.entries(catalogue))(
  '%s has a sentence to read and one to act on',
  (code, entry) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(entry.message).toMatch(/^[A-Z`].+\.$/);
    expect(entry.hint).toMatch(/^[A-Z`/].+\.$/);
    expect(entry.message + entry.hint, 'a bar would break the table').not.toContain('|');
  },
);
