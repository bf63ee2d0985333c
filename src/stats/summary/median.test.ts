import { expect, it } from 'vitest';
import { median } from './median.ts';

it.each([
  [[], 0],
  [[7], 7],
  [[3, 1], 2],
  [[10, 9, 1], 9],
  [[4, 1, 3, 2], 2.5],
  [[Number.MAX_VALUE, Number.MAX_VALUE], Number.MAX_VALUE],
] as const)('of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it('leaves the order of what it was given', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});
