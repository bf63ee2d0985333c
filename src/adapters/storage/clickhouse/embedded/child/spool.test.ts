import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSpool, type Spool } from './spool.ts';

let spool: Spool;
beforeEach(() => {
  spool = createSpool();
});
afterEach(() => spool.close());

async function* chunks(...sizes: number[]) {
  for (const [i, size] of sizes.entries()) yield Buffer.alloc(size, i + 1);
}

describe('the spool', () => {
  test('holds the body byte by byte, for its owner only and no longer than the work lasts', async () => {
    let seen = '';
    const sizes = [3, 0, 2_000_000, 1, 1_500_000];
    const total = await spool.through(chunks(...sizes), async (path, bytes) => {
      seen = path;
      const expected = Buffer.concat(sizes.map((size, i) => Buffer.alloc(size, i + 1)));
      expect(readFileSync(path).equals(expected)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
      return bytes;
    });
    expect(total).toBe(3_500_004);
    expect(existsSync(seen)).toBe(false);
  });

  test('writes bodies of very many small chunks whole', async () => {
    const many = Array.from({ length: 5_000 }, () => 7);
    await spool.through(chunks(...many), async (path) => {
      expect(statSync(path).size).toBe(35_000);
    });
  });

  test('keeps nothing of work that failed or of a sender that broke off', async () => {
    let seen = '';
    const failing = spool.through(chunks(1), async (path) => {
      seen = path;
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(existsSync(seen)).toBe(false);
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('broke off');
    }
    const never = spool.through(broken(), async () => expect.unreachable());
    await expect(never).rejects.toThrow('broke off');
  });

  test('sweeps what processes that are gone have left, and only that', async () => {
    let directory = '';
    await spool.through(chunks(1), async (path) => {
      directory = dirname(path);
    });
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const stale = join(dirname(directory), `leeway-spool-${gone}-test`);
    mkdirSync(stale);
    const another = createSpool();
    const wasSwept = !existsSync(stale);
    rmSync(stale, { recursive: true, force: true });
    another.close();
    expect(wasSwept).toBe(true);
    expect(existsSync(directory)).toBe(true);
  });
});
