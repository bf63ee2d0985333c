import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import type { Spawner } from './spawn-as.ts';

export interface Cluster {
  directory: string;
  user: string;
  password: string;
}

export const clusterUser = 'leeway';

/** Creates the database cluster if there is none. A first attempt that was cut off leaves nothing
 *  that the next one would take for a cluster. */
export async function initialiseCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  spawner: Spawner,
): Promise<Cluster> {
  const directory = join(dataDir, 'cluster');
  const passwordFile = join(dataDir, 'password');
  const existing = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (existing !== undefined) {
    const password = (await readFile(passwordFile, 'utf8')).trim();
    return { directory, user: clusterUser, password };
  }

  const password = randomBytes(24).toString('hex');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const unfinished = join(dataDir, 'cluster.new');
  const handover = join(dataDir, 'password.new');
  await rm(unfinished, { recursive: true, force: true });
  await rm(handover, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(handover, `${password}\n`, { mode: 0o600 });
  if (spawner.user !== undefined) {
    await chown(unfinished, spawner.user.uid, spawner.user.gid);
    await chown(handover, spawner.user.uid, spawner.user.gid);
  }
  try {
    await run(spawner, binaries.initdb, [
      `--pgdata=${unfinished}`,
      `--username=${clusterUser}`,
      `--pwfile=${handover}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Built into PostgreSQL, so the order of text is the same on every machine.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]);
  } finally {
    await rm(handover, { force: true });
  }
  await rename(unfinished, directory);
  return { directory, user: clusterUser, password };
}

function run(spawner: Spawner, program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawner.spawn(program, args);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', (cause) => {
      const account = spawner.user === undefined ? '' : ` as "${spawner.user.name}"`;
      reject(new Error(`${program} could not be started${account}: ${cause.message}`, { cause }));
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb failed (exit code ${code}): ${output.trim()}`));
    });
  });
}
