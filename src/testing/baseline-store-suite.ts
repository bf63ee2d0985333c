import { beforeEach, describe, expect, test } from 'vitest';
import type { Grid } from '../metrics/profile.ts';
import type { BaselineStore } from '../monitoring/baseline/baseline-store.ts';
import type { ModelStore } from '../monitoring/model/model-store.ts';
import { modelDraft } from './model-store-suite.ts';

export interface BaselineStoreSubject {
  readonly store: BaselineStore;
  readonly models: ModelStore;
  readonly projectId: string;
}

const GRIDS: ReadonlyMap<string, Grid> = new Map<string, Grid>([
  ['feature:1', { kind: 'numeric', id: 'n1', edges: [-1e308, -5e-324, 0.1, 1 / 3, 1e308] }],
  ['decision:a"b', { kind: 'categorical', id: 'c1', categories: ['', '<b>', "'; --", '✓'] }],
]);
const RESULT = { rows: 200_000, sourceRows: 3_000_000_000, grids: GRIDS };

/** What every store of baselines must do. */
export function baselineStoreSuite(title: string, open: () => Promise<BaselineStoreSubject>): void {
  describe(title, () => {
    let store: BaselineStore;
    let modelId: string;
    let projectId: string;
    beforeEach(async () => {
      const subject = await open();
      store = subject.store;
      projectId = subject.projectId;
      const model = await subject.models.create(projectId, modelDraft());
      if (model === 'name_taken') throw new Error('the name of a fresh model is taken');
      modelId = model.modelId;
    });
    const begin = (version: string | null, name = 'january') =>
      store.begin({ projectId, modelId, name, version });

    test('a begun baseline is building and serves nobody', async () => {
      const baseline = await begin(null);
      expect(baseline).toMatchObject({ state: 'building', active: false, name: 'january' });
      expect(baseline.grids.size).toBe(0);
      expect(await store.activeFor(modelId, null)).toBeNull();
    });

    test('a completed one is active and keeps its grids to the last bit', async () => {
      const { baselineId } = await begin(null);
      const completed = await store.complete(baselineId, RESULT);
      expect(completed).toMatchObject({
        state: 'ready',
        active: true,
        rows: 200_000,
        sourceRows: 3_000_000_000,
      });
      expect([...completed.grids]).toEqual(expect.arrayContaining([...GRIDS]));
      expect(completed.grids.size).toBe(GRIDS.size);
      expect(await store.get(baselineId)).toEqual(completed);
      expect(await store.activeFor(modelId, 'v9')).toEqual(completed);
    });

    test('a later one of the same version takes over', async () => {
      const first = await begin(null);
      await store.complete(first.baselineId, RESULT);
      const second = await begin(null, 'february');
      expect((await store.activeFor(modelId, null))?.baselineId).toBe(first.baselineId);
      await store.complete(second.baselineId, RESULT);
      expect((await store.activeFor(modelId, null))?.baselineId).toBe(second.baselineId);
      expect((await store.list(modelId)).map((b) => [b.name, b.active])).toEqual([
        ['february', true],
        ['january', false],
      ]);
    });

    test('a version prefers its own and falls back on the one for all', async () => {
      const shared = await begin(null);
      const own = await begin('v2');
      await store.complete(shared.baselineId, RESULT);
      await store.complete(own.baselineId, RESULT);
      expect((await store.activeFor(modelId, 'v2'))?.baselineId).toBe(own.baselineId);
      expect((await store.activeFor(modelId, 'v1'))?.baselineId).toBe(shared.baselineId);
      expect((await store.activeFor(modelId, null))?.baselineId).toBe(shared.baselineId);
    });

    test('a failed one says why and leaves the active one alone', async () => {
      const first = await begin(null);
      await store.complete(first.baselineId, RESULT);
      const second = await begin(null);
      await store.fail(second.baselineId, 'row 7: no');
      expect(await store.get(second.baselineId)).toMatchObject({
        state: 'failed',
        failure: 'row 7: no',
        active: false,
      });
      expect((await store.activeFor(modelId, null))?.baselineId).toBe(first.baselineId);
      await expect(store.complete(second.baselineId, RESULT)).rejects.toThrow('has failed');
    });

    test('a ready one cannot fail any more', async () => {
      const { baselineId } = await begin(null);
      await store.complete(baselineId, RESULT);
      await store.fail(baselineId, 'too late');
      expect(await store.get(baselineId)).toMatchObject({ state: 'ready', failure: null });
    });

    test('of several that finish at once one is active', async () => {
      const begun = await Promise.all(Array.from({ length: 5 }, () => begin('v1')));
      await Promise.all(begun.map(({ baselineId }) => store.complete(baselineId, RESULT)));
      expect((await store.list(modelId)).filter((b) => b.active)).toHaveLength(1);
    });

    test('one that is ready takes over when it is told to, and only then', async () => {
      const first = await begin(null);
      const second = await begin(null, 'february');
      const own = await begin('v2', 'second version');
      await store.complete(first.baselineId, RESULT);
      await store.complete(own.baselineId, RESULT);
      expect(await store.activate(second.baselineId)).toBe('not_ready');
      expect(await store.activate('bsl_nobody')).toBe('not_found');
      const kept = await store.complete(second.baselineId, { ...RESULT, activate: false });
      expect(kept).toMatchObject({ state: 'ready', active: false });
      expect(await store.activate(second.baselineId)).toMatchObject({ active: true });
      expect((await store.activeFor(modelId, null))?.baselineId).toBe(second.baselineId);
      // That of one version is another matter.
      expect((await store.activeFor(modelId, 'v2'))?.baselineId).toBe(own.baselineId);
    });

    test('it is kept where one is from, what it was made without, and who made it', async () => {
      const period = { startMs: 1_000, endMs: 9_000 };
      const excluded = [{ startMs: 2_000, endMs: 3_000, reason: `a "holiday"; '` }];
      const draft = { projectId, modelId, name: 'spring', version: null };
      const ofHistory = await store.begin({
        ...draft,
        createdBy: 'ops',
        history: { period, excluded },
      });
      const told = { origin: 'history', period, excluded, createdBy: 'ops' };
      expect(ofHistory).toMatchObject(told);
      expect(await store.complete(ofHistory.baselineId, RESULT)).toMatchObject(told);
      const ofFile = await store.begin(draft);
      expect(ofFile).toMatchObject({ origin: 'file', period: null, excluded: [], createdBy: '' });
      const done = await store.complete(ofFile.baselineId, { ...RESULT, period });
      expect(done).toMatchObject({ origin: 'file', period });
    });

    test('an unknown one is null', async () => {
      expect(await store.get('bsl_nobody')).toBeNull();
      await expect(store.complete('bsl_nobody', RESULT)).rejects.toThrow('bsl_nobody');
    });
  });
}
