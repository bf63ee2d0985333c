import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineLogger } from '../../engine.ts';
import type { EngineProcess } from '../../supervisor.ts';
import { probePostgres } from './probe.ts';
import type { Spawner } from './spawn-as.ts';

const askAgainAfterMs = 50;
const askPatienceMs = 5_000;

export interface PostmasterOptions {
  program: string;
  cluster: string;
  port: number;
  url: string;
  spawner: Spawner;
  startTimeoutMs: number;
  logger: EngineLogger;
}

function settingsOf(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '50',
    shared_buffers: '64MB',
    // What is acknowledged must survive a loss of power.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // The embedded build has no lz4, and pglz costs more than it saves here.
    wal_compression: 'off',
    max_wal_size: '1GB',
    // A control plane of short statements; workers would need more shared memory than containers
    // give by default.
    max_parallel_workers_per_gather: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // The application reports failed statements itself.
    log_min_messages: 'log',
  };
}

/** Starts a server process; resolves when it accepts connections, after recovery if need be. */
export async function startPostmaster(options: PostmasterOptions): Promise<EngineProcess> {
  const settings = Object.entries(settingsOf(options.port)).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const child = options.spawner.spawn(options.program, ['-D', options.cluster, ...settings]);
  let lastOutput = '';
  child.stdout?.resume();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastOutput = (lastOutput + text).slice(-2_000);
    for (const line of text.trim().split('\n')) logLine(options.logger, child.pid, line);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const engine = engineProcess(child, exited);
  await untilReady(options, engine, () => lastOutput.trim());
  return engine;
}

function engineProcess(child: ChildProcess, exited: Promise<string>): EngineProcess {
  return {
    pid: child.pid,
    exited,
    kill: () => void child.kill('SIGKILL'),
    // Fast shutdown: rolls back what is open and writes a checkpoint.
    shutDown: () => void child.kill('SIGINT'),
  };
}

async function untilReady(
  options: PostmasterOptions,
  engine: EngineProcess,
  output: () => string,
): Promise<void> {
  let how: string | undefined;
  void engine.exited.then((end) => {
    how = end;
  });
  const deadline = performance.now() + options.startTimeoutMs;
  while (performance.now() < deadline) {
    if (how !== undefined) break;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), askPatienceMs);
    try {
      await probePostgres(options.url, patience.signal);
      return;
    } catch {
      await Promise.race([sleep(askAgainAfterMs), engine.exited]);
    } finally {
      clearTimeout(timer);
    }
  }
  engine.kill();
  const reason = how === undefined ? `no answer in ${options.startTimeoutMs} ms` : how;
  throw new Error(`embedded PostgreSQL did not start (${reason}): ${output()}`);
}

function logLine(logger: EngineLogger, pid: number | undefined, line: string): void {
  const level = /\b(FATAL|PANIC|WARNING)\b/.test(line) ? 'warn' : 'info';
  logger[level]({ engine: 'postgres', enginePid: pid }, line);
}
