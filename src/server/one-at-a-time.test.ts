import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createOneAtATime } from './one-at-a-time.ts';

describe('a line of work', () => {
  it('does one thing at a time, in the order it came', async () => {
    const line = createOneAtATime(5);
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await sleep(2);
      seen.push(`${name} ends`);
    };
    await Promise.all([line.run(work('a')), line.run(work('b'))]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('takes no more than may wait, and again once there is room', async () => {
    const line = createOneAtATime(1);
    const taken = [line.run(async () => 1), line.run(async () => 2)];
    expect(line.run(async () => 3)).toBeNull();
    expect(await Promise.all(taken)).toEqual([1, 2]);
    expect(await line.run(async () => 4)).toBe(4);
  });

  it('goes on after work that failed', async () => {
    const line = createOneAtATime(2);
    const failed = line.run(async () => {
      throw new Error('no');
    });
    const next = line.run(async () => 'done');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});
