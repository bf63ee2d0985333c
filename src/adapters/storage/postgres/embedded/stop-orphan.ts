import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { EngineLogger } from '../../engine.ts';

const run = promisify(execFile);
const fastMs = 20_000;
const immediateMs = 10_000;

/** Stops a PostgreSQL that outlived the application on this cluster (after a kill -9 of it). */
export async function stopOrphan(cluster: string, logger: EngineLogger): Promise<void> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!(pid > 1) || !(await isPostmasterOf(pid, cluster))) return;
  logger.warn(
    { engine: 'postgres', pid },
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
