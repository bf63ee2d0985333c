import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createLoop } from './loop.ts';

const logger = pino({ level: 'silent' });
const HOUR_MS = 3_600_000;

describe('a loop', () => {
  it.each([
    ['found nothing to do', async () => false],
    [
      'failed',
      async () => {
        throw new Error('the database is away');
      },
    ],
  ])('that is stopped while a turn is under way, which then %s, rests no more', async (_, end) => {
    let go: () => void = () => {};
    const reached = new Promise<void>((resolve) => {
      go = resolve;
    });
    let finish: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const loop = createLoop({
      name: 'test',
      logger,
      idleMs: HOUR_MS,
      failedMs: HOUR_MS,
      async turn() {
        go();
        await held;
        return end();
      },
    });
    loop.start();
    await reached;
    const stopped = loop.stop();
    finish();
    await expect(stopped).resolves.toBeUndefined();
  });

  it('that rests is woken by being stopped', async () => {
    let turns = 0;
    const loop = createLoop({
      name: 'test',
      logger,
      idleMs: HOUR_MS,
      failedMs: HOUR_MS,
      async turn() {
        turns += 1;
        return false;
      },
    });
    loop.start();
    await expect.poll(() => turns).toBe(1);
    await loop.stop();
    expect(turns).toBe(1);
  });
});
