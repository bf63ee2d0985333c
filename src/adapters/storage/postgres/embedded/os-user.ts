import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The account that PostgreSQL runs under, as it refuses to run as root. */
export interface OsUser {
  name: string;
  uid: number;
  gid: number;
}

/** Undefined for an ordinary user: PostgreSQL then runs as that very user. */
export async function findOsUser(): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp('postgres');
  if (known !== undefined) return known;
  try {
    await run('useradd', ['--system', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  } catch {
    // A read-only or minimal system: somebody without rights will do.
  }
  const user = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (user !== undefined) return user;
  throw new Error(
    'PostgreSQL does not run as root and there is neither a user "postgres" nor "nobody" to run ' +
      'it as. Create one, run leeway as an ordinary user, or set LEEWAY_POSTGRES_URL.',
  );
}

async function lookUp(name: string): Promise<OsUser | undefined> {
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const line of accounts.split('\n')) {
    const [account, , uid, gid] = line.split(':');
    if (account === name && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** First directory above the path that the user may not enter. */
export async function findClosedDirectory(user: OsUser, path: string): Promise<string | undefined> {
  const above: string[] = [];
  for (let at = dirname(resolve(path)); ; at = dirname(at)) {
    above.unshift(at);
    if (at === dirname(at)) break;
  }
  for (const directory of above) {
    const { uid, gid, mode } = await stat(directory);
    const search = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) return directory;
  }
  return undefined;
}
