import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** A socket in a directory, open for as long as its process lives. */
export interface SignOfLife {
  /** Null where there can be none: sockets have short paths, and not every file system has them. */
  readonly name: string | null;
  end(): void;
}

/** What an address of a socket may have everywhere. */
const LONGEST_PATH_BYTES = 100;

export async function giveSignOfLife(directory: string): Promise<SignOfLife> {
  const name = `owner.${randomBytes(6).toString('hex')}.sock`;
  const path = join(directory, name);
  const none = { name: null, end: () => {} };
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES) return none;
  const server = createServer((asking) => asking.destroy());
  // Says that this process lives, and must not be what keeps it alive.
  server.unref();
  return new Promise((resolve) => {
    server.once('error', () => resolve(none));
    server.listen(path, () => resolve({ name, end: () => void server.close() }));
  });
}

/** Whether the process that made a socket lives, in whatever container of this machine; null where
 *  that cannot be told. The system itself answers: a process that is busy or stopped lives. */
export function isAlive(path: string): Promise<boolean | null> {
  return new Promise((resolve) => {
    const asking = connect(path);
    asking.once('connect', () => {
      asking.destroy();
      resolve(true);
    });
    asking.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? false : null);
    });
  });
}
