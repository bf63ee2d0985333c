import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDirectory } from '../../testing/engines.ts';
import { claimDataDirectory, inspectOwner } from './data-directory.ts';

const compiled = fileURLToPath(
  new URL('../../../dist/adapters/storage/data-directory.js', import.meta.url),
);

let root: string;
let path: string;
let lock: string;

beforeEach(async () => {
  root = await testDirectory();
  path = join(root, 'data');
  lock = join(path, 'owner.lock');
});
afterEach(() => rm(root, { recursive: true }));

describe('a data directory', () => {
  test('has one owner, and the second is told which process it is and what to do', async () => {
    const claim = await claimDataDirectory(path);
    await expect(claimDataDirectory(path)).rejects.toThrow(
      `data directory ${path} is in use by process ${process.pid}. Stop it or pass another --data-dir.`,
    );
    claim.release();
    expect(readdirSync(path)).toEqual([]);
    (await claimDataDirectory(path)).release();
  });

  test('is taken over from a process that is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    (await claimDataDirectory(path)).release();
    await writeFile(lock, JSON.stringify({ pid: gone.pid, startedAt: 'then' }));
    (await claimDataDirectory(path)).release();
  });

  test.runIf(existsSync('/proc/self/stat'))(
    'is taken over when the number of the process now belongs to another',
    async () => {
      (await claimDataDirectory(path)).release();
      await writeFile(lock, JSON.stringify({ pid: process.ppid, startedAt: 'another boot/1' }));
      const claim = await claimDataDirectory(path);
      expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid });
      claim.release();
    },
  );

  test('belongs to whoever answers, as in another container, where its number means nothing', async () => {
    const owner = fork(
      join(import.meta.dirname, 'fixture/owner.mjs'),
      [pathToFileURL(compiled).href, path],
      { execArgv: [] },
    );
    await once(owner, 'message');
    const written = JSON.parse(await readFile(lock, 'utf8'));
    await writeFile(lock, JSON.stringify({ ...written, pid: 2 ** 22 + 1, host: 'elsewhere' }));
    await expect(claimDataDirectory(path)).rejects.toThrow(
      `data directory ${path} is in use by process ${2 ** 22 + 1} of elsewhere. Stop it`,
    );
    expect(await inspectOwner(path)).toMatchObject({ kind: 'running' });

    owner.kill('SIGSTOP');
    await expect(claimDataDirectory(path)).rejects.toThrow('in use');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    // By its number this very process would have it.
    await writeFile(lock, JSON.stringify({ ...written, pid: process.pid, startedAt: '' }));
    expect(await inspectOwner(path)).toMatchObject({ kind: 'stale' });
    const claim = await claimDataDirectory(path);
    expect(readdirSync(path)).not.toContain(written.socket);
    claim.release();
    expect(readdirSync(path)).toEqual([]);
  });

  test('whose path is too long for a socket has one owner all the same', async () => {
    path = join(root, 'd'.repeat(120));
    const claim = await claimDataDirectory(path);
    await expect(claimDataDirectory(path)).rejects.toThrow('in use');
    claim.release();
    expect(readdirSync(path)).toEqual([]);
  });

  test('that cannot be used says so in a sentence', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(claimDataDirectory(join(root, 'file'))).rejects.toThrow(
      /^data_directory_unusable: data directory .*file is a file\. Make it writable/,
    );
    await expect(claimDataDirectory(join(root, 'file', 'below'))).rejects.toThrow(
      /lies below a file/,
    );
  });

  test('is taken over when a loss of power left the lock empty', async () => {
    (await claimDataDirectory(path)).release();
    await writeFile(lock, '');
    (await claimDataDirectory(path)).release();
  });

  test('goes to exactly one of many that find a stale lock at the same time', async () => {
    (await claimDataDirectory(path)).release();
    await writeFile(lock, '');
    const claims = await Promise.allSettled(
      Array.from({ length: 20 }, () => claimDataDirectory(path)),
    );
    expect(claims.filter((claim) => claim.status === 'fulfilled')).toHaveLength(1);
  });
});
