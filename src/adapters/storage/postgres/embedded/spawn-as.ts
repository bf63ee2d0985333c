import { type ChildProcess, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { findClosedDirectory, findOsUser, type OsUser } from './os-user.ts';

/** Starts PostgreSQL's programs under the right account. */
export interface Spawner {
  readonly user: OsUser | undefined;
  spawn(program: string, args: readonly string[]): ChildProcess;
}

const setprivPaths = ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv'];

/** @param paths programs and directories that the account must be able to reach */
export async function createSpawner(paths: readonly string[]): Promise<Spawner> {
  const user = await findOsUser();
  // Messages in English whatever the machine speaks, because they are read by programs.
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  const options = {
    env,
    // Away from the terminal's process group: Ctrl-C must stop the application first, which still
    // has to write to the database.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
  };
  if (user === undefined) {
    return { user, spawn: (program, args) => spawn(program, args, options) };
  }
  const ids = { uid: user.uid, gid: user.gid };
  const closed = await firstClosed(user, paths);
  if (closed === undefined) {
    return { user, spawn: (program, args) => spawn(program, args, { ...options, ...ids }) };
  }

  // Below a closed directory such as /root the account needs one capability: to pass by modes.
  const setpriv = await firstExisting(setprivPaths);
  if (setpriv === undefined) {
    throw new Error(
      `PostgreSQL does not run as root, so it runs as "${user.name}", and that user may not enter ` +
        `${closed}. Choose a data directory below one that is open to it (chmod o+x), run leeway ` +
        'as an ordinary user, or set LEEWAY_POSTGRES_URL.',
    );
  }
  const become = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  return {
    user,
    spawn: (program, args) => spawn(setpriv, [...become, program, ...args], options),
  };
}

async function firstClosed(user: OsUser, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const closed = await findClosedDirectory(user, path);
    if (closed !== undefined) return closed;
  }
  return undefined;
}

async function firstExisting(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
