import { expect, test } from 'vitest';
import { splitNames } from './split-names.ts';

test.each([
  ['a,b', ['a', 'b']],
  [' a , b ,', ['a', 'b']],
  ['a\\,b,c', ['a,b', 'c']],
  ['', []],
])('%s', (list, names) => {
  expect(splitNames(list)).toEqual(names);
});
