import { expect, test } from 'vitest';
import { type ImportForm, positiveClassOf } from './import-draft.ts';

const form: ImportForm = {
  model: 'loans',
  roles: {},
  kinds: {},
  task: 'binary',
  classes: 'yes, no',
  positiveClass: 'yes',
  timeZone: 'UTC',
  splitAt: '',
  baselineOnly: false,
  monitors: true,
};

test('a positive class that is no class any more gives way to one that is', () => {
  expect(positiveClassOf(form)).toBe('yes');
  expect(positiveClassOf({ ...form, positiveClass: 'no' })).toBe('no');
  expect(positiveClassOf({ ...form, classes: 'paid, late' })).toBe('paid');
  expect(positiveClassOf({ ...form, classes: '' })).toBe('');
});
