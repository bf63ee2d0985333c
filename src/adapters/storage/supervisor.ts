import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedEngine, EngineLogger, SupervisionTimes } from './engine.ts';

/** One life of an engine's process. */
export interface EngineProcess {
  readonly pid: number | undefined;
  /** Settles when the process is gone; says how it went. */
  readonly exited: Promise<string>;
  kill(): void;
  /** Asks the process to end by itself. */
  shutDown(): void;
}

export interface SupervisorDeps {
  name: string;
  url: string;
  first: EngineProcess;
  /** Starts the process again on the same address; resolves when it answers. */
  start(): Promise<EngineProcess>;
  /** Rejects when the engine does not answer before the signal fires. */
  probe(signal: AbortSignal): Promise<void>;
  times: SupervisionTimes;
  logger: EngineLogger;
}

/** Keeps an engine alive: probes it, kills it when it is mute, starts it again with back-off. */
export function superviseEngine(deps: SupervisorDeps): EmbeddedEngine {
  const { name, times, logger } = deps;
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  let current: EngineProcess | undefined = deps.first;
  let restarts = 0;
  let backoffMs = times.firstBackoffMs;

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  async function answersProbe(): Promise<boolean> {
    // Not AbortSignal.timeout with AbortSignal.any: in Node 20 the garbage collector may take such
    // a signal before it fires, and a frozen engine would never be noticed.
    const patience = new AbortController();
    const giveUp = () => patience.abort();
    const timer = setTimeout(giveUp, times.probeTimeoutMs);
    stopping.signal.addEventListener('abort', giveUp);
    try {
      await deps.probe(patience.signal);
      return true;
    } catch {
      return stopping.signal.aborted;
    } finally {
      clearTimeout(timer);
      stopping.signal.removeEventListener('abort', giveUp);
    }
  }

  async function watch(life: EngineProcess): Promise<string> {
    let end: string | undefined;
    void life.exited.then((how) => {
      end = how;
    });
    for (let failures = 0; end === undefined && !stopping.signal.aborted; ) {
      await Promise.race([pause(times.probeIntervalMs), life.exited]);
      if (end !== undefined || stopping.signal.aborted) break;
      failures = (await Promise.race([answersProbe(), life.exited])) === false ? failures + 1 : 0;
      if (failures >= times.probeFailures && end === undefined) {
        logger.warn({ engine: name, enginePid: life.pid }, 'engine does not answer, killing it');
        life.kill();
        await life.exited;
      }
    }
    return end ?? 'stopped';
  }

  async function restart(): Promise<EngineProcess | undefined> {
    while (!stopping.signal.aborted) {
      await pause(backoffMs);
      if (stopping.signal.aborted) break;
      backoffMs = Math.min(backoffMs * 2, times.maxBackoffMs);
      try {
        const next = await deps.start();
        restarts += 1;
        logger.info({ engine: name, enginePid: next.pid, restarts }, 'engine is back');
        return next;
      } catch (error) {
        logger.error({ engine: name, err: error, backoffMs }, 'engine did not start');
      }
    }
    return undefined;
  }

  async function run(): Promise<void> {
    while (current !== undefined && !stopping.signal.aborted) {
      const startedAt = performance.now();
      const how = await watch(current);
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt >= times.healthyAfterMs) backoffMs = times.firstBackoffMs;
      logger.warn({ engine: name, enginePid: current.pid, how }, 'engine ended, starting it again');
      current = undefined;
      current = await restart();
      if (current !== undefined && !stopping.signal.aborted) {
        for (const listener of listeners) listener();
      }
    }
  }

  const running = run();
  let stopped: Promise<void> | undefined;

  async function stop(): Promise<void> {
    stopping.abort();
    await running;
    const last = current;
    if (last === undefined) return;
    last.shutDown();
    const grace = new AbortController();
    const timer = sleep(times.stopGraceMs, 'late' as const, { signal: grace.signal });
    const first = await Promise.race([last.exited, timer.catch(() => 'late' as const)]);
    grace.abort();
    if (first === 'late') {
      logger.warn({ engine: name, enginePid: last.pid }, 'engine did not stop in time, killing it');
      last.kill();
      await last.exited;
    }
    current = undefined;
  }

  return {
    url: deps.url,
    get pid() {
      return current?.pid;
    },
    get restarts() {
      return restarts;
    },
    onRestart(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
