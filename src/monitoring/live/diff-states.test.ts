import { expect, it } from 'vitest';
import { diffStates } from './diff-states.ts';
import type { ModelState } from './model-state.ts';

const state = (name: string, print: string, alerts: Record<string, string> = {}): ModelState => ({
  projectId: 'p',
  modelId: `id-${name}`,
  name,
  print,
  alerts: new Map(Object.entries(alerts)),
});

it('says nothing where nothing changed', () => {
  const one = [state('a', '1', { x: 'firing' })];
  expect(diffStates(one, one)).toEqual([]);
});

it.each([
  ['came further', [state('a', '1')], [state('a', '2')], ['a'], []],
  ['is new', [], [state('a', '1', { x: 'f' })], ['a'], ['x']],
  ['is gone', [state('a', '1', { x: 'f' })], [], ['a'], ['x']],
  ['has another alert', [state('a', '1')], [state('a', '1', { x: 'f' })], ['a'], ['x']],
  ['has an alert less', [state('a', '1', { x: 'f' })], [state('a', '1')], ['a'], ['x']],
  [
    'has one in another state',
    [state('a', '1', { x: 'f' })],
    [state('a', '1', { x: 'g' })],
    ['a'],
    ['x'],
  ],
] as const)('names a model that %s', (_, before, after, models, alerts) => {
  expect(diffStates(before, after)).toEqual([{ projectId: 'p', models, alerts }]);
});

it('names a renamed model by both names', () => {
  const renamed = { ...state('a', '2'), name: 'b' };
  expect(diffStates([state('a', '1')], [renamed])[0]?.models).toEqual(['b', 'a']);
});

it('keeps projects apart', () => {
  const other = { ...state('b', '1'), projectId: 'q' };
  expect(diffStates([], [state('a', '1'), other]).map((one) => one.projectId)).toEqual(['p', 'q']);
});
