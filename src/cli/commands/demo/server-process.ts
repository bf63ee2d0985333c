import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../../command-error.ts';
import type { Connection } from '../../connection.ts';

export interface DemoServer {
  readonly connection: Connection;
  /** Ends the server and takes its data directory away. */
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../main.js', import.meta.url));
const START_MS = 60_000;
/** A server finishes what it counts, which takes a while on a busy machine. Killed, it would leave
 *  its databases behind. */
const STOP_MS = 120_000;

/** A server as anybody would start it, on a data directory of its own, whatever the environment
 *  says about databases. Its warnings go to standard error. */
export async function startDemoServer(port: number): Promise<DemoServer> {
  const directory = mkdtempSync(join(tmpdir(), 'leeway-demo-'));
  // Started by root, PostgreSQL runs as somebody else and has to pass through.
  chmodSync(directory, 0o711);
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });

  const args = [MAIN, 'serve', '--data-dir', join(directory, 'data'), '--port', String(port)];
  const child = spawn(process.execPath, args, {
    env: { ...withoutOwnSettings(process.env), LEEWAY_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(patience);
    }
    remove();
  }

  const ready = new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /ready at (?<url>\S+)/.exec(said)?.groups?.['url'];
      if (url !== undefined) resolve(url);
    });
    const patience = setTimeout(
      () => reject(new CommandError(`The server was not ready within ${START_MS / 1000} s.`)),
      START_MS,
    );
    child.on('error', reject);
    child.on('exit', () => reject(new CommandError('The server ended before it was ready.')));
    patience.unref();
  });
  try {
    return { connection: { url: await ready, key: null }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function withoutOwnSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('LEEWAY_')),
  );
}
