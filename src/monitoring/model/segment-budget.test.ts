import { expect, it } from 'vitest';
import type { OutputDeclaration } from './model.ts';
import { countProfilesPerWindow } from './segment-budget.ts';

const output: OutputDeclaration = {
  name: 'default',
  task: 'binary',
  classes: ['yes', 'no'],
  positiveClass: 'yes',
};

it.each([
  ['without dimensions every column has one profile', [], 10, 10 + 1],
  ['a dimension adds 50 values and their rest', ['city'], 10, 52 * 11],
  ['dimensions add up, they do not multiply', ['city', 'plan'], 0, 103],
])('%s', (_, segmentBy, features, profiles) => {
  expect(countProfilesPerWindow(segmentBy, features, [])).toBe(profiles);
});

it('an output has a score, a decision and a value', () => {
  expect(countProfilesPerWindow([], 0, [output])).toBe(4);
});
