import { beforeEach, describe, expect, it } from 'vitest';
import type { MonitorStore, ScheduleStore } from '../monitoring/ports.ts';
import type { DirtyCell } from '../monitoring/schedule/schedule.ts';
import { HOUR_MS, monitorDraft } from './control-plane.ts';

export interface ScheduleStores {
  readonly schedule: ScheduleStore;
  readonly monitors: MonitorStore;
  newModel(change?: {
    clock?: 'wall' | 'replay';
    watermarkMs?: number;
    latenessMs?: number;
  }): Promise<{ projectId: string; modelId: string }>;
  removeModels(): Promise<void>;
  /** Makes a cell dirty, as the writer of predictions or labels does. */
  touch(modelId: string, cellMs: number, what: 'rows' | 'labels'): Promise<void>;
  /** As if the monitor had been evaluated up to here. */
  setNextWindow(monitorId: string, endMs: number): Promise<void>;
  /** As if this window had been evaluated. */
  plantEvaluation(monitorId: string, windowStartMs: number): Promise<void>;
  advanceWatermark(modelId: string, watermarkMs: number): Promise<void>;
  /** Puts an entry into the log that is not stored yet; returns how to store it. */
  logPredictions(modelId: string, cellMs: number): Promise<() => Promise<void>>;
  expireLeases(): Promise<void>;
}

const NOW = Date.parse('2024-03-10T12:00Z');

/** What every store of the schedule does. */
export function scheduleStoreSuite(stores: () => ScheduleStores): void {
  beforeEach(() => stores().removeModels());

  const claim = (owner = 'a', change: { fair?: boolean; leaseMs?: number; restMs?: number } = {}) =>
    stores().schedule.claim({
      owner,
      nowMs: NOW,
      leaseMs: change.leaseMs ?? 30_000,
      restMs: change.restMs ?? 0,
      fair: change.fair ?? false,
    });
  const release = (modelId: string, owner = 'a') =>
    stores().schedule.release(modelId, owner, { failed: false, waitMs: 0 });

  async function monitored(nextWindowEndMs: number | null = NOW, change = {}) {
    const model = await stores().newModel(change);
    const monitor = await stores().monitors.create(model, monitorDraft(), null);
    if (monitor === 'name_taken') throw new Error(monitor);
    if (nextWindowEndMs !== null) {
      await stores().setNextWindow(monitor.monitorId, nextWindowEndMs);
    }
    return { ...model, monitorId: monitor.monitorId };
  }

  describe('work', () => {
    it('is a window that closed', async () => {
      const { modelId } = await monitored(NOW);
      expect(await claim()).toMatchObject({ modelId, baselineId: null, failures: 0 });
    });

    it('is a monitor that was never evaluated', async () => {
      const { modelId } = await monitored(null);
      expect(await claim()).toMatchObject({ modelId });
    });

    it('is not a window that is open, or waits for late rows', async () => {
      await monitored(NOW + 1);
      await monitored(NOW, { latenessMs: 1 });
      expect(await claim()).toBeNull();
    });

    it('on a replay is what its watermark has closed', async () => {
      const replay = { clock: 'replay' as const };
      const { modelId } = await monitored(NOW, replay);
      expect(await claim()).toBeNull();
      await stores().advanceWatermark(modelId, NOW - 1);
      expect(await claim()).toBeNull();
      await stores().advanceWatermark(modelId, NOW);
      expect(await claim()).toMatchObject({ modelId });
    });

    it('is a closed cell that changed and has rested', async () => {
      const { modelId } = await stores().newModel();
      await stores().touch(modelId, NOW - HOUR_MS + 1, 'rows');
      expect(await claim()).toBeNull();
      await stores().touch(modelId, NOW - HOUR_MS, 'labels');
      expect(await claim('a', { restMs: 60_000 })).toBeNull();
      expect(await claim()).toMatchObject({ modelId });
    });

    it('is nothing of a monitor that is off or gone', async () => {
      const off = await monitored();
      const draft = monitorDraft({ enabled: false });
      const write = () => ({ explanation: '', body: {}, diagnosis: null });
      await stores().monitors.update(off.projectId, off.monitorId, draft, write);
      const gone = await monitored();
      await stores().monitors.remove(gone.projectId, gone.monitorId, write);
      expect(await claim()).toBeNull();
    });
  });

  describe('leases', () => {
    it('give a model to one server at a time', async () => {
      const { modelId } = await monitored();
      expect(await claim('a')).toMatchObject({ modelId });
      expect(await claim('b')).toBeNull();
      await release(modelId, 'b');
      expect(await claim('b')).toBeNull();
      await release(modelId, 'a');
      expect(await claim('b')).toMatchObject({ modelId });
    });

    it('of a dead server run out', async () => {
      const { modelId } = await monitored();
      await claim('a');
      await stores().expireLeases();
      expect(await claim('b')).toMatchObject({ modelId });
      expect(await stores().schedule.renew(modelId, 'a', 30_000)).toBe(false);
      expect(await stores().schedule.renew(modelId, 'b', 30_000)).toBe(true);
    });

    it('of many claimers at once go to different models', async () => {
      const models = await Promise.all(Array.from({ length: 6 }, () => monitored()));
      const owners = Array.from({ length: 10 }, (_, i) => `server ${i}`);
      const claimed = await Promise.all(owners.map((owner) => claim(owner)));
      const given = claimed.flatMap((one) => one?.modelId ?? []);
      expect(new Set(given).size).toBe(given.length);
      for (let one = await claim('z'); one !== null; one = await claim('z')) {
        given.push(one.modelId);
      }
      expect(given.sort()).toEqual(models.map((one) => one.modelId).sort());
    });

    it('wait after a failure, which is counted until a turn succeeds', async () => {
      const { modelId } = await monitored();
      const { schedule } = stores();
      await claim();
      await schedule.release(modelId, 'a', { failed: true, waitMs: 0 });
      expect(await claim()).toMatchObject({ failures: 1 });
      await release(modelId);
      expect(await claim()).toMatchObject({ failures: 0 });
      await schedule.release(modelId, 'a', { failed: true, waitMs: 60_000 });
      expect(await claim()).toBeNull();
    });
  });

  describe('fairness', () => {
    const turns = async (count: number, fair = false) => {
      const order: string[] = [];
      for (let i = 0; i < count; i++) {
        const claimed = await claim('a', { fair });
        if (claimed === null) break;
        order.push(claimed.modelId);
        await release(claimed.modelId);
      }
      return order;
    };

    it('the least recently served model is next', async () => {
      const models = [await monitored(), await monitored(), await monitored()];
      const order = await turns(6);
      expect(new Set(order.slice(0, 3))).toEqual(new Set(models.map((one) => one.modelId)));
      expect(order.slice(3)).toEqual(order.slice(0, 3));
    });

    it('fresh windows go before history, and history gets its share', async () => {
      const old = await monitored(NOW - 100 * HOUR_MS);
      const fresh = await monitored(NOW);
      expect(await turns(3)).toEqual([fresh.modelId, fresh.modelId, fresh.modelId]);
      expect(await turns(1, true)).toEqual([old.modelId]);
    });
  });

  describe('dirty cells', () => {
    const dirty = (
      modelId: string,
      change: { freshFromMs?: number; restMs?: number; limit?: number } = {},
    ) =>
      stores().schedule.dirtyCells(modelId, {
        watermarkMs: NOW,
        freshFromMs: change.freshFromMs ?? NOW,
        restMs: change.restMs ?? 0,
        limit: change.limit ?? 100,
      });
    const hours = (cells: readonly DirtyCell[]) =>
      cells.map((cell) => (cell.startMs - NOW) / HOUR_MS);

    it('come fresh ones first and at once, the others after a rest', async () => {
      const { modelId } = await stores().newModel();
      for (const hour of [-5, -4, -2, -1, 0]) {
        await stores().touch(modelId, NOW + hour * HOUR_MS, 'rows');
      }
      const freshFromMs = NOW - 2 * HOUR_MS;
      expect(hours(await dirty(modelId, { freshFromMs }))).toEqual([-2, -1, -5, -4]);
      expect(hours(await dirty(modelId, { freshFromMs, restMs: 60_000 }))).toEqual([-2, -1]);
      expect(hours(await dirty(modelId, { freshFromMs, limit: 3 }))).toEqual([-2, -1, -5]);
    });

    it('say what changed', async () => {
      const { modelId } = await stores().newModel();
      await stores().touch(modelId, NOW - 2 * HOUR_MS, 'labels');
      await stores().touch(modelId, NOW - HOUR_MS, 'rows');
      await stores().schedule.markLabelsDirty(modelId, [NOW - HOUR_MS, NOW - 3 * HOUR_MS]);
      expect(await dirty(modelId)).toMatchObject([
        { rows: false, labels: true },
        { rows: false, labels: true },
        { rows: true, labels: true },
      ]);
    });

    it('stay dirty where they were touched while they were counted', async () => {
      const { modelId } = await monitored();
      await stores().touch(modelId, NOW - HOUR_MS, 'rows');
      await stores().touch(modelId, NOW - 2 * HOUR_MS, 'rows');
      await claim('a');
      const read = await dirty(modelId);
      await stores().touch(modelId, NOW - HOUR_MS, 'rows');
      expect(await stores().schedule.settleCells(modelId, 'a', read, [])).toEqual([]);
      expect(hours(await dirty(modelId))).toEqual([-1]);
    });

    it('stay dirty where they came back under the same generation', async () => {
      const { modelId } = await monitored();
      await stores().touch(modelId, NOW - HOUR_MS, 'rows');
      await claim('a');
      const stale = await dirty(modelId);
      await stores().schedule.settleCells(modelId, 'a', stale, []);
      await stores().touch(modelId, NOW - HOUR_MS, 'rows');
      await stores().schedule.settleCells(modelId, 'a', stale, []);
      expect(hours(await dirty(modelId))).toEqual([-1]);
    });

    it('are not taken off by a server that lost its lease', async () => {
      const { modelId } = await monitored();
      await stores().touch(modelId, NOW - HOUR_MS, 'rows');
      await claim('a');
      const read = await dirty(modelId);
      await stores().expireLeases();
      expect(await stores().schedule.settleCells(modelId, 'a', read, [])).toBeNull();
      expect(await dirty(modelId)).toHaveLength(1);
    });
  });

  describe('revisions', () => {
    const late = { windowStartMs: NOW - HOUR_MS, cause: 'late_rows', dueAtMs: NOW } as const;

    it('are noted for windows that were evaluated, and are due in their time', async () => {
      const { modelId, monitorId } = await monitored(NOW + HOUR_MS);
      await stores().touch(modelId, NOW - 9 * HOUR_MS, 'rows');
      await claim('a');
      await stores().plantEvaluation(monitorId, late.windowStartMs);
      const { schedule } = stores();
      const noted = await schedule.settleCells(
        modelId,
        'a',
        [],
        [
          { ...late, monitorId },
          { ...late, monitorId, cause: 'late_labels', dueAtMs: NOW + 1 },
          { ...late, monitorId, windowStartMs: NOW - 7 * HOUR_MS },
        ],
      );
      expect(noted?.map((one) => one.cause).sort()).toEqual(['late_labels', 'late_rows']);
      expect(await schedule.dueRevisions(modelId, NOW - 1, 9)).toEqual([]);
      expect(await schedule.dueRevisions(modelId, NOW, 9)).toMatchObject([{ cause: 'late_rows' }]);
      expect(await schedule.dueRevisions(modelId, NOW + 1, 9)).toMatchObject([
        { cause: 'late_rows' },
        { cause: 'late_labels' },
      ]);
    });

    it('stay due where the window was touched while it was evaluated', async () => {
      const { modelId, monitorId } = await monitored(NOW + HOUR_MS);
      await stores().touch(modelId, NOW - 9 * HOUR_MS, 'rows');
      await claim('a');
      await stores().plantEvaluation(monitorId, late.windowStartMs);
      const { schedule } = stores();
      const note = () => schedule.settleCells(modelId, 'a', [], [{ ...late, monitorId }]);
      const [first] = (await note()) ?? [];
      const [second] = (await note()) ?? [];
      if (first === undefined || second === undefined) throw new Error('nothing was noted');
      await schedule.removeRevision(first);
      expect(await schedule.dueRevisions(modelId, NOW, 9)).toEqual([second]);
      await schedule.removeRevision(second);
      expect(await schedule.dueRevisions(modelId, NOW, 9)).toEqual([]);
    });
  });

  it('every move of a replay is kept', async () => {
    const { modelId } = await stores().newModel({ clock: 'replay' });
    expect(await stores().schedule.firstAdvance(modelId)).toBeNull();
    for (const hour of [1, 2, 2, 5]) {
      await stores().advanceWatermark(modelId, NOW + hour * HOUR_MS);
    }
    expect(await stores().schedule.firstAdvance(modelId)).toBe(NOW + HOUR_MS);
    const advances = await stores().schedule.advances(modelId, NOW + 2 * HOUR_MS);
    expect([...advances].sort()).toEqual([NOW + 2 * HOUR_MS, NOW + 5 * HOUR_MS]);
  });

  it('knows of acknowledged rows that are not stored yet', async () => {
    const { modelId } = await stores().newModel();
    const { modelId: other } = await stores().newModel();
    const store = await stores().logPredictions(modelId, NOW);
    await stores().logPredictions(other, NOW + HOUR_MS);
    const [rows] = await stores().schedule.unstored(modelId);
    expect(rows?.timeMs).toBe(NOW);
    expect(Math.abs((rows?.acknowledgedAtMs ?? 0) - Date.now())).toBeLessThan(600_000);
    await store();
    expect(await stores().schedule.unstored(modelId)).toEqual([]);
  });
}
