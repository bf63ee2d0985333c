import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryDraft, IngestLane, IngestLog } from '../monitoring/ingest/ingest-log.ts';

export interface IngestLogHarness {
  /** A server's view of the log; two views share it. */
  open(): IngestLog;
  /** Ends the lane as the death of its server would. */
  kill(lane: IngestLane): Promise<void>;
  /** Model that entries and cells may name. */
  readonly modelId: string;
  dispose(): Promise<void>;
}

export const entryDraft = (modelId: string, text: string, rows = 1): EntryDraft => ({
  projectId: 'default',
  modelId,
  kind: 'predictions',
  schemaVersion: 1,
  layout: 1,
  rows,
  cellsMs: [3_600_000],
  payload: Buffer.from(text),
  frames: Buffer.from([0xff, 0x00, 0x80, 0x7f]),
});

/** What every ingest log keeps to. */
export function ingestLogSuite(start: () => Promise<IngestLogHarness>): void {
  let harness: IngestLogHarness;
  let log: IngestLog;
  const lanes: IngestLane[] = [];

  beforeEach(async () => {
    harness = await start();
    log = harness.open();
  });
  afterEach(async () => {
    for (const lane of lanes.splice(0)) await lane.close();
    await harness.dispose();
  });

  async function openLane(of: IngestLog = log): Promise<IngestLane> {
    const lane = await of.openLane();
    lanes.push(lane);
    return lane;
  }
  const draft = (text: string) => entryDraft(harness.modelId, text);
  const store = (lane: IngestLane, token: string) =>
    log.markStored({
      token,
      lane: lane.lane,
      kind: 'predictions',
      storedRows: new Map([[harness.modelId, 1]]),
      quarantined: [],
      touchedMs: new Map([[harness.modelId, [3_600_000]]]),
    });

  describe('an ingest log', () => {
    it('gives every open lane to one owner', async () => {
      const [first, second] = [await openLane(), await openLane(harness.open())];
      expect(first.lane).not.toBe(second.lane);
    });

    it('reads back what was appended, in order and byte for byte', async () => {
      const lane = await openLane();
      const ids = await lane.append([draft('a\0\\'), draft('b')], []);
      const { entries, blocks } = await lane.backlog();
      expect(blocks).toEqual([]);
      expect(entries.map(({ entryId }) => entryId)).toEqual(ids);
      expect(entries[0]).toMatchObject({ kind: 'predictions', rows: 1, cellsMs: [3_600_000] });
      const bodies = await log.read(ids);
      expect(ids.map((id) => Buffer.from(bodies.get(id)?.payload ?? []).toString())).toEqual([
        'a\0\\',
        'b',
      ]);
      expect([...(bodies.get(ids[0] ?? 0)?.frames ?? [])]).toEqual([0xff, 0x00, 0x80, 0x7f]);
    });

    it('hands a dead owner’s plans and entries to the next', async () => {
      const lane = await openLane();
      const ids = await lane.append([draft('planned'), draft('unplanned')], []);
      await lane.plan({ token: 't1', kind: 'predictions', entryIds: ids.slice(0, 1) });
      await harness.kill(lane);
      const heir = await openLane(harness.open());
      expect(heir.lane).toBe(lane.lane);
      const { blocks, entries } = await heir.backlog();
      expect(blocks).toEqual([{ token: 't1', kind: 'predictions', entryIds: ids.slice(0, 1) }]);
      expect(entries.map(({ entryId }) => entryId)).toEqual(ids);
    });

    it('lets a running server adopt what a dead one left, and nothing else', async () => {
      const mine = await openLane();
      const other = await openLane(harness.open());
      await other.append([draft('left')], []);
      expect(await log.adoptLane()).toBeNull();
      await harness.kill(other);
      const adopted = await log.adoptLane();
      if (adopted === null) throw new Error('nothing was adopted');
      lanes.push(adopted);
      expect(adopted.lane).toBe(other.lane);
      expect((await adopted.backlog()).entries).toHaveLength(1);
      expect((await mine.backlog()).entries).toHaveLength(0);
    });

    it('owes nothing any more once a block is marked, and may be told twice', async () => {
      const lane = await openLane();
      const ids = await lane.append([draft('a')], []);
      await lane.plan({ token: 't1', kind: 'predictions', entryIds: ids });
      await store(lane, 't1');
      await store(lane, 't1');
      expect(await lane.backlog()).toEqual({ blocks: [], entries: [] });
    });

    it('lets nothing through a lane that is lost', async () => {
      const lane = await openLane();
      await harness.kill(lane);
      await lane.lost;
      await expect(lane.append([draft('late')], [])).rejects.toThrow();
      await expect(
        lane.plan({ token: 'late', kind: 'predictions', entryIds: [] }),
      ).rejects.toThrow();
      const heir = await openLane(harness.open());
      expect((await heir.backlog()).entries).toEqual([]);
    });

    it('keeps unstored entries while the ring turns', async () => {
      const lane = await openLane();
      const kept = await lane.append([draft('kept')], []);
      for (let round = 0; round < 12; round += 1) {
        const ids = await lane.append([draft(`round ${round}`)], []);
        await lane.plan({ token: `t${round}`, kind: 'predictions', entryIds: ids });
        await store(lane, `t${round}`);
        await log.turnRing();
      }
      const { entries } = await lane.backlog();
      expect(entries.map(({ entryId }) => entryId)).toEqual(kept);
      expect((await log.read(kept)).size).toBe(1);
    });
  });
}
