import { expect, test } from 'vitest';
import { newId } from './new-id.ts';

test('an id is its prefix and 32 hexadecimal digits', () => {
  expect(newId('mdl')).toMatch(/^mdl_[0-9a-f]{32}$/);
});

test('ids made one after the other are distinct and sort in that order', () => {
  const ids = Array.from({ length: 1_000 }, () => newId('mon'));
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.toSorted()).toEqual(ids);
});
