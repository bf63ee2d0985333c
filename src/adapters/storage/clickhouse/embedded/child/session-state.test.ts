import { describe, expect, test } from 'vitest';
import { stateStatements } from './session-state.ts';

const applied = (settings: Record<string, string> = {}) => ({
  database: 'one',
  settings: new Map(Object.entries(settings)),
});
const wanted = (
  settings: Record<string, string> = {},
  params: Record<string, string> = {},
  database = 'one',
) => ({
  database,
  settings: new Map(Object.entries(settings)),
  params: new Map(Object.entries(params)),
});

describe('what a connection is told before a statement', () => {
  test.each([
    {
      name: 'nothing when nothing changes',
      from: applied({ a: '1' }),
      to: wanted({ a: '1' }),
      told: [],
    },
    {
      name: 'only the difference',
      from: applied({ a: '1', b: '2' }),
      to: wanted({ a: '1', b: '3' }),
      told: ["SET b = '3'"],
    },
    {
      name: 'to forget what this request did not ask for',
      from: applied({ insert_deduplication_token: 'x' }),
      to: wanted(),
      told: ['SET insert_deduplication_token = DEFAULT'],
    },
    {
      name: 'the database, even one with a strange name',
      from: applied(),
      to: wanted({}, {}, 'a`b\\c'),
      told: ['USE `a\\`b\\\\c`'],
    },
    {
      name: 'parameters, every time, as text that cannot end early',
      from: applied(),
      to: wanted({}, { p: "a'; DROP TABLE t; --\\" }),
      told: ["SET param_p = 'a\\'; DROP TABLE t; --\\\\'"],
    },
    {
      name: 'readonly last, as nothing may be changed after it',
      from: applied(),
      to: wanted({ readonly: '1', a: '1' }, { p: 'x' }),
      told: ["SET a = '1', param_p = 'x'", "SET readonly = '1'"],
    },
  ])('$name', ({ from, to, told }) => {
    expect(stateStatements(from, to)).toEqual(told);
  });

  test('a parameter whose name is no name is refused', () => {
    expect(() => stateStatements(applied(), wanted({}, { 'a = 1, b': 'x' }))).toThrow(/457/);
  });
});
