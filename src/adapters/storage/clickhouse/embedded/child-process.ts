import { type ChildProcess, fork } from 'node:child_process';
import type { EngineLogger } from '../../engine.ts';
import type { EngineProcess } from '../../supervisor.ts';
import type { ChildMessage, StartMessage } from './child/messages.ts';

export interface ChildOptions {
  entry: string;
  /** Flags for Node itself; tests load TypeScript through them. */
  execArgv: readonly string[];
  start: StartMessage;
  startTimeoutMs: number;
  logger: EngineLogger;
}

/** Starts the process that holds ClickHouse; resolves when its port is open. */
export async function startChildProcess(
  options: ChildOptions,
): Promise<{ process: EngineProcess; port: number }> {
  const lanes = options.start.readLanes + options.start.writeLanes;
  const child = fork(options.entry, [], {
    execArgv: [...options.execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Each running statement holds a thread of the pool. Nothing else is inherited: whatever SQL
    // might read from its own environment is not there. Times without a zone are UTC.
    env: { UV_THREADPOOL_SIZE: String(lanes + 8), TZ: 'UTC' },
  });
  const exited = exitOf(child);
  logOutput(child, options.logger);
  try {
    const port = await readyPort(child, exited, options);
    return { process: engineProcess(child, exited), port };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function engineProcess(child: ChildProcess, exited: Promise<string>): EngineProcess {
  return {
    pid: child.pid,
    exited,
    kill: () => void child.kill('SIGKILL'),
    shutDown: () => {
      if (child.connected) child.send({ type: 'stop' }, () => {});
    },
  };
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

function logOutput(child: ChildProcess, logger: EngineLogger): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      logger.warn({ engine: 'clickhouse', enginePid: child.pid }, text.trimEnd());
    });
  }
}

function readyPort(
  child: ChildProcess,
  exited: Promise<string>,
  options: ChildOptions,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`embedded ClickHouse did not start in ${options.startTimeoutMs} ms`)),
      options.startTimeoutMs,
    );
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      finish();
    };
    child.on('message', (message: ChildMessage) => {
      if (message.type === 'ready') settle(() => resolve(message.port));
      else settle(() => reject(new Error(`embedded ClickHouse: ${message.message}`)));
    });
    void exited.then((how) =>
      settle(() => reject(new Error(`embedded ClickHouse ended while starting (${how})`))),
    );
    child.send(options.start, (error) => {
      if (error !== null) settle(() => reject(error));
    });
  });
}
