import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const entry = new URL('../../dist/cli/main.js', import.meta.url).pathname;

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Ends it without a chance to clean up, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to stop; true if it did so by itself with exit code 0. */
  stop(): Promise<boolean>;
}

/** The real server as its users start it, on a port that the system picks. */
export async function startServer(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [entry, 'serve', '--data-dir', dataDir, '--port', '0'], {
    env: { ...process.env, LEEWAY_LOG_LEVEL: 'fatal', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`the server could not be started from ${entry}`);
  const url = await untilReady(dataDir, pid, child);
  return {
    url,
    pid,
    dataDir,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async stop() {
      if (child.exitCode !== null) return child.exitCode === 0;
      child.kill('SIGTERM');
      const gone = once(child, 'exit');
      const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
      await gone;
      clearTimeout(timer);
      return child.exitCode === 0;
    },
  };
}

async function untilReady(dataDir: string, pid: number, child: ChildProcess): Promise<string> {
  const deadlineMs = Date.now() + 120_000;
  while (Date.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const state = await readFile(join(dataDir, 'server.json'), 'utf8').catch(() => '{}');
    const { url, pid: owner } = parseState(state);
    if (url !== undefined && owner === pid && (await isReady(url))) return url;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error('the server was not ready within two minutes');
}

function parseState(text: string): { url?: string; pid?: number } {
  try {
    return JSON.parse(text) as { url?: string; pid?: number };
  } catch {
    // Caught while it was being written.
    return {};
  }
}

export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
