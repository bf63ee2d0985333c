import { expect, it } from 'vitest';
import type { Model } from '../../monitoring/model/model.ts';
import { createModelCache } from './model-cache.ts';

const modelOf = (schemaVersion: number) => ({ schemaVersion }) as Model;

function harness() {
  const state = { nowMs: 0, version: 1, reads: 0, hangs: false, fails: false };
  const cache = createModelCache({
    now: () => state.nowMs,
    patienceMs: 20,
    models: {
      async find() {
        state.reads += 1;
        if (state.hangs) await new Promise(() => {});
        if (state.fails) throw new Error('down');
        return modelOf(state.version);
      },
    },
  });
  const version = async () => (await cache.find('p', 'm'))?.schemaVersion;
  return { state, cache, version };
}

it('asks once a second, however many ask it', async () => {
  const { state, version } = harness();
  await Promise.all([version(), version(), version()]);
  state.nowMs = 999;
  await version();
  expect(state.reads).toBe(1);
  state.version = 2;
  state.nowMs = 1_000;
  expect(await version()).toBe(2);
  expect(state.reads).toBe(2);
});

it('sees a change at once when told of it', async () => {
  const { state, cache, version } = harness();
  await version();
  state.version = 2;
  cache.forget('p', 'm');
  expect(await version()).toBe(2);
});

it('does not hang when the store does', async () => {
  const { state, version } = harness();
  state.hangs = true;
  await expect(version()).rejects.toMatchObject({ code: 'storage_unavailable' });
});

it('does not remember a failure', async () => {
  const { state, version } = harness();
  state.fails = true;
  await expect(version()).rejects.toThrow('down');
  state.fails = false;
  expect(await version()).toBe(1);
});
