import { constants, linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { giveSignOfLife, isAlive } from './sign-of-life.ts';
import { StartError } from './start-error.ts';

export interface DataDirectory {
  readonly path: string;
  readonly clickhouse: string;
  readonly postgres: string;
  release(): void;
}

interface Owner {
  pid: number;
  /** When that process began: a number alone may by now belong to somebody else. */
  startedAt: string;
  /** Two containers of one volume know nothing of each other's processes, and every one of them may
   *  be number 7; but the socket of one answers the other. */
  socket?: string | null;
  host?: string;
}

/** Takes a data directory for this process alone, or says who has it. */
export async function claimDataDirectory(dataDir: string): Promise<DataDirectory> {
  const path = resolve(dataDir);
  await makeUsable(path);
  const lockFile = join(path, 'owner.lock');
  // Before the lock: nobody may find a lock whose owner gives no sign yet.
  const sign = await giveSignOfLife(path);
  const own: Owner = {
    pid: process.pid,
    startedAt: startOf(process.pid) ?? '',
    socket: sign.name,
    host: hostname(),
  };
  try {
    await takeLock(path, lockFile, own);
  } catch (error) {
    sign.end();
    throw error;
  }
  return {
    path,
    clickhouse: join(path, 'clickhouse'),
    postgres: join(path, 'postgres'),
    release() {
      unlinkIfThere(lockFile);
      sign.end();
    },
  };
}

async function makeUsable(path: string): Promise<void> {
  try {
    // As root, PostgreSQL's own account passes through; the directories below are closed to others.
    await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(
      'data_directory_unusable',
      `data directory ${path} ${FAULTS[code ?? ''] ?? `cannot be used (${message})`}. ` +
        'Make it writable for this user, or pass another --data-dir.',
    );
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'may not be written to',
  EPERM: 'may not be written to',
  EROFS: 'lies on a file system that is read-only',
  EEXIST: 'is a file',
  ENOTDIR: 'lies below a file',
  ENOSPC: 'lies on a full disk',
};

async function takeLock(path: string, lockFile: string, own: Owner): Promise<void> {
  while (!tryLock(lockFile, own)) {
    const found = readIfThere(lockFile);
    if (found === undefined) continue;
    const owner = parseOwner(found);
    if (owner !== undefined && (await isRunning(path, owner))) {
      const { pid, host = own.host } = owner;
      const where = host === own.host ? '' : ` of ${host}`;
      throw new StartError(
        'data_directory_in_use',
        `data directory ${path} is in use by process ${pid}${where}. Stop it or pass another --data-dir.`,
      );
    }
    // Left behind by a process that was killed.
    removeStale(lockFile, found);
    if (owner?.socket) unlinkIfThere(join(path, basename(owner.socket)));
  }
}

/** Who has a data directory, without taking it. */
export async function inspectOwner(dataDir: string): Promise<{
  readonly kind: 'free' | 'running' | 'stale';
  readonly pid: number | null;
}> {
  const found = readIfThere(join(resolve(dataDir), 'owner.lock'));
  if (found === undefined) return { kind: 'free', pid: null };
  const owner = parseOwner(found);
  if (owner === undefined) return { kind: 'stale', pid: null };
  const runs = await isRunning(resolve(dataDir), owner);
  return { kind: runs ? 'running' : 'stale', pid: owner.pid };
}

/** A link appears at once and with its whole content, or not at all. */
function tryLock(lockFile: string, own: Owner): boolean {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Two processes may find the same stale lock: the slower one must not remove the faster one's. */
function removeStale(lockFile: string, expected: string): void {
  const aside = `${lockFile}.${process.pid}.stale`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== expected) linkSync(aside, lockFile);
  unlinkSync(aside);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

async function isRunning(path: string, owner: Owner): Promise<boolean> {
  const alive = owner.socket ? await isAlive(join(path, basename(owner.socket))) : null;
  if (alive !== null) return alive;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startedAt = startOf(owner.pid);
  return startedAt === undefined || owner.startedAt === '' || startedAt === owner.startedAt;
}

/** Start time in clock ticks since boot, with the boot's id; undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold blanks; the start time is field 22.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
  } catch {
    return undefined;
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
