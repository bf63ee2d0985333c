import { expect, test } from 'vitest';
import type { ApiKey } from '../../monitoring/access/access.ts';
import { createKeyDirectory, newOperatorSecret } from './key-directory.ts';

const KEY: ApiKey = {
  keyId: 'key_1',
  projectId: 'default',
  name: 'one',
  scope: 'read',
  createdAtMs: 0,
  revokedAtMs: null,
};

function directoryAt(clock: { ms: number }) {
  const state = { exists: false, key: KEY as ApiKey | null, queries: 0, broken: false };
  const answer = async <T>(value: () => T) => {
    state.queries += 1;
    if (state.broken) throw new Error('down');
    return value();
  };
  const operatorSecret = newOperatorSecret();
  const directory = createKeyDirectory({
    store: { anyKeyExists: () => answer(() => state.exists), find: () => answer(() => state.key) },
    operatorSecret,
    now: () => clock.ms,
  });
  return { state, directory, operatorSecret };
}

test('many requests within a moment ask the store once', async () => {
  const { state, directory } = directoryAt({ ms: 0 });
  const answers = await Promise.all(Array.from({ length: 50 }, () => directory.find('lwy_a')));
  expect(answers).toEqual(Array.from({ length: 50 }, () => KEY));
  expect(state.queries).toBe(1);
});

test('a revoked key is refused after one second', async () => {
  const clock = { ms: 0 };
  const { state, directory } = directoryAt(clock);
  await directory.find('lwy_a');
  state.key = null;
  clock.ms = 1_000;
  expect(await directory.find('lwy_a')).toBeNull();
});

test('what this server changed is seen at once', async () => {
  const { state, directory } = directoryAt({ ms: 0 });
  await directory.find('lwy_a');
  expect(await directory.anyKeyExists()).toBe(false);
  state.key = null;
  state.exists = true;
  directory.forget();
  expect(await directory.find('lwy_a')).toBeNull();
  expect(await directory.anyKeyExists()).toBe(true);
});

test('once a key existed the store is not asked again, whatever happens to it', async () => {
  const clock = { ms: 0 };
  const { state, directory } = directoryAt(clock);
  state.exists = true;
  await directory.anyKeyExists();
  state.exists = false;
  clock.ms = 60_000;
  expect(await directory.anyKeyExists()).toBe(true);
});

test('a failure is not remembered, and lets nobody in', async () => {
  const { state, directory } = directoryAt({ ms: 0 });
  state.broken = true;
  await expect(directory.find('lwy_a')).rejects.toThrow('down');
  await expect(directory.anyKeyExists()).rejects.toThrow('down');
  state.broken = false;
  expect(await directory.find('lwy_a')).toEqual(KEY);
  expect(await directory.anyKeyExists()).toBe(false);
});

test('the operator is known by the secret of this start only', () => {
  const { directory, operatorSecret } = directoryAt({ ms: 0 });
  expect(directory.isOperator(operatorSecret)).toBe(true);
  expect(directory.isOperator(newOperatorSecret())).toBe(false);
  expect(directory.isOperator('')).toBe(false);
});
