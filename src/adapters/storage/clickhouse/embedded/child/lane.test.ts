import { describe, expect, test } from 'vitest';
import type { EngineConnection } from './connection.ts';
import { createLane } from './lane.ts';

/** Connections that do nothing, so that only their coming and going is seen. */
function openings() {
  const told: string[] = [];
  let count = 0;
  const open = (): EngineConnection => {
    count += 1;
    const tag = `c${count}`;
    let reusable = true;
    told.push(`open ${tag}`);
    return {
      tag,
      get reusable() {
        return reusable;
      },
      apply: async () => {},
      query: () => Promise.reject(new Error('not asked here')),
      stream: () => {
        throw new Error('not asked here');
      },
      settle: async () => {},
      spoil() {
        reusable = false;
      },
      close: () => told.push(`close ${tag}`),
    };
  };
  return { told, open };
}

const patient = new AbortController().signal;
const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

describe('a lane', () => {
  test('runs no more at a time than it has room for, in the order they came', async () => {
    const { told, open } = openings();
    const lane = createLane(2, open);
    const order: number[] = [];
    let running = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        lane.run(patient, async () => {
          order.push(i);
          running += 1;
          most = Math.max(most, running);
          await soon();
          running -= 1;
        }),
      ),
    );
    expect([most, order, told]).toEqual([2, [0, 1, 2, 3, 4, 5], ['open c1', 'open c2']]);
    expect(lane.busy).toBe(0);
  });

  test('throws a spoilt connection away and gives the next one a new one', async () => {
    const { told, open } = openings();
    const lane = createLane(1, open);
    const tags: string[] = [];
    await Promise.all(
      [0, 1].map(() =>
        lane.run(patient, async (connection) => {
          tags.push(connection.tag);
          connection.spoil();
          await soon();
        }),
      ),
    );
    expect(tags).toEqual(['c1', 'c2']);
    expect(told).toEqual(['open c1', 'close c1', 'open c2', 'close c2']);
  });

  test('forgets who leaves the queue, and lets work that fails free its place', async () => {
    const { open } = openings();
    const lane = createLane(1, open);
    const leave = new AbortController();
    const first = lane.run(patient, async () => {
      await soon();
      throw new Error('failed');
    });
    const second = lane.run(leave.signal, async () => expect.unreachable());
    const third = lane.run(patient, async () => 'served');
    leave.abort();
    await expect(second).rejects.toThrow('went away');
    await expect(first).rejects.toThrow('failed');
    expect(await third).toBe('served');
  });

  test('that cannot open a connection tells the one who waits, and serves the next', async () => {
    const { open } = openings();
    let isBroken = false;
    const lane = createLane(1, () => {
      if (isBroken) throw new Error('cannot open');
      return open();
    });
    const first = lane.run(patient, async (connection) => {
      await soon();
      connection.spoil();
      isBroken = true;
    });
    const second = lane.run(patient, async () => expect.unreachable());
    await first;
    await expect(second).rejects.toThrow('cannot open');
    isBroken = false;
    expect(await lane.run(patient, async () => 'served')).toBe('served');
  });
});
