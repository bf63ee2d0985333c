import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statfsSync,
  unlinkSync,
  writevSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Insert bodies pass through files, because the engine's own client layer corrupts binary ones. */
export interface Spool {
  /** Writes the chunks to a private file, hands its path to the work and removes it afterwards. */
  through<T>(
    body: AsyncIterable<Uint8Array>,
    work: (path: string, bytes: number) => Promise<T>,
  ): Promise<T>;
  close(): void;
}

const prefix = 'leeway-spool-';
const flushBytes = 1 << 20;
const memoryNeededBytes = 512 * 1024 * 1024;

export function createSpool(): Spool {
  const parent = spoolParent();
  sweep(parent);
  // mkdtemp makes it 0700; the process id in the name lets the next start tell it from a live one.
  const dir = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  let count = 0;

  return {
    async through(body, work) {
      count += 1;
      const path = join(dir, `${count}`);
      const fd = openSync(path, 'wx', 0o600);
      let total = 0;
      try {
        let pending: Uint8Array[] = [];
        let pendingBytes = 0;
        const flush = () => {
          writeAll(fd, pending);
          pending = [];
          pendingBytes = 0;
        };
        try {
          for await (const chunk of body) {
            pending.push(chunk);
            pendingBytes += chunk.byteLength;
            total += chunk.byteLength;
            if (pendingBytes >= flushBytes) flush();
          }
          flush();
        } finally {
          closeSync(fd);
        }
        return await work(path, total);
      } finally {
        unlinkSync(path);
      }
    },
    close: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function writeAll(fd: number, chunks: Uint8Array[]): void {
  let rest = chunks.filter((chunk) => chunk.byteLength > 0);
  while (rest.length > 0) {
    // IOV_MAX is 1024 on Linux and macOS.
    let written = writevSync(fd, rest.slice(0, 1024));
    while (rest[0] !== undefined && written >= rest[0].byteLength) {
      written -= rest[0].byteLength;
      rest = rest.slice(1);
    }
    if (written > 0 && rest[0] !== undefined) rest = [rest[0].subarray(written), ...rest.slice(1)];
  }
}

/** Memory if there is enough of it: containers often have 64 MB of /dev/shm only. */
function spoolParent(): string {
  try {
    const memory = statfsSync('/dev/shm');
    if (memory.bavail * memory.bsize >= memoryNeededBytes) return '/dev/shm';
  } catch {
    // Not Linux.
  }
  return tmpdir();
}

/** Removes what processes that are gone have left. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Belongs to another user.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
