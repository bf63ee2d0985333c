import { execFile } from 'node:child_process';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { EngineLogger } from '../../engine.ts';

const run = promisify(execFile);
const fastMs = 20_000;
const immediateMs = 10_000;

/** Stops a PostgreSQL that outlived the application on this cluster (after a kill -9 of it), and
 *  sees to it that nothing it left behind keeps the next one from starting. Whoever calls has the
 *  data directory. */
export async function stopOrphan(cluster: string, logger: EngineLogger): Promise<void> {
  const lockFile = join(cluster, 'postmaster.pid');
  const pid = Number((await linesOf(lockFile))[0]);
  if (pid > 1 && (await isPostmasterOf(pid, cluster))) await stop(pid, logger);
  await disownLock(lockFile);
}

const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8').catch(() => '')).split('\n');

/** The number in the lock may be that of a bystander by now. In a container, where every start gives
 *  the same few numbers, it often is, and PostgreSQL would refuse to start for good. It takes a lock
 *  of its parent for one left behind, and still looks whether anybody uses the shared memory that
 *  the rest of the file names: so the file is not just removed. */
async function disownLock(lockFile: string): Promise<void> {
  const [pid, ...rest] = await linesOf(lockFile);
  if (!pid) return;
  const { uid, gid } = await stat(lockFile);
  const draft = `${lockFile}.new`;
  await writeFile(draft, [process.pid, ...rest].join('\n'), { mode: 0o600 });
  await chown(draft, uid, gid);
  await rename(draft, lockFile);
}

async function stop(pid: number, logger: EngineLogger): Promise<void> {
  logger.warn(
    { engine: 'postgres', enginePid: pid },
    'stopping the PostgreSQL that an earlier run left behind',
  );
  if (await endsAfter(pid, 'SIGINT', fastMs)) return;
  if (await endsAfter(pid, 'SIGQUIT', immediateMs)) return;
  await endsAfter(pid, 'SIGKILL', immediateMs);
}

/** The number may long belong to some other process. */
async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  const command = (await commandLine(pid)) ?? '';
  return command.includes('postgres') && command.includes(cluster);
}

async function commandLine(pid: number): Promise<string | undefined> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    if (process.platform === 'linux') return undefined;
    return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => undefined,
    );
  }
}

async function endsAfter(pid: number, signal: NodeJS.Signals, patienceMs: number) {
  const deadline = performance.now() + patienceMs;
  try {
    process.kill(pid, signal);
    while (performance.now() < deadline) {
      process.kill(pid, 0);
      if (await isZombie(pid)) return true;
      await sleep(50);
    }
  } catch {
    return true;
  }
  return false;
}

/** In containers without an init an orphan that ended is never waited for. */
async function isZombie(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return / Z /.test(text.slice(text.lastIndexOf(')')));
}
