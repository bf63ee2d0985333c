import { expect, test } from 'vitest';
import { readFleetSearch, readModelSearch } from './search.ts';

test.each([
  ['a known range is kept', { range: '7d' }, { range: '7d' }],
  ['an unknown one is left out', { range: '3d' }, {}],
  [
    'a span goes before a range',
    { from: '2026-06-01', to: '2026-06-02', range: '7d' },
    { from: '2026-06-01', to: '2026-06-02' },
  ],
  ['a span that runs backwards is left out', { from: '2026-06-02', to: '2026-06-01' }, {}],
  ['a span that is no time is left out', { from: 'soon', to: 'later' }, {}],
])('in an address, %s', (_, search, expected) => {
  expect(readModelSearch(search)).toEqual(expected);
});

test('an empty filter leaves no trace in the address', () => {
  expect(readFleetSearch({ q: '' })).toEqual({});
  expect(readFleetSearch({ q: 'a' })).toEqual({ q: 'a' });
});
