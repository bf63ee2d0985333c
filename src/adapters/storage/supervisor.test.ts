import { afterEach, describe, expect, test } from 'vitest';
import { type EmbeddedEngine, type SupervisionTimes, silentLogger } from './engine.ts';
import { type EngineProcess, superviseEngine } from './supervisor.ts';

const times: SupervisionTimes = {
  probeIntervalMs: 5,
  probeTimeoutMs: 20,
  probeFailures: 2,
  firstBackoffMs: 10,
  maxBackoffMs: 40,
  healthyAfterMs: 60_000,
  stopGraceMs: 50,
};

/** A process that exists in this test only, so that its life can be told exactly. */
function life(pid: number, ends: 'on shutdown' | 'on kill only' = 'on shutdown') {
  const told: string[] = [];
  let end: (how: string) => void = () => {};
  const exited = new Promise<string>((resolve) => {
    end = resolve;
  });
  const process: EngineProcess = {
    pid,
    exited,
    kill() {
      told.push('kill');
      end('killed');
    },
    shutDown() {
      told.push('shutDown');
      if (ends === 'on shutdown') end('stopped');
    },
  };
  return { process, told, die: () => end('died') };
}

let engine: EmbeddedEngine | undefined;
afterEach(() => engine?.stop());

function supervise(deps: {
  first: EngineProcess;
  start?: () => Promise<EngineProcess>;
  probe?: (signal: AbortSignal) => Promise<void>;
}): EmbeddedEngine {
  engine = superviseEngine({
    name: 'test',
    url: 'test://engine',
    start: () => Promise.reject(new Error('must not start')),
    probe: () => Promise.resolve(),
    times,
    logger: silentLogger,
    ...deps,
  });
  return engine;
}

const restarted = (of: EmbeddedEngine) => new Promise<void>((resolve) => of.onRestart(resolve));

const until = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('late')));
  });

describe('supervision', () => {
  test('an engine that died is started again', async () => {
    const first = life(1);
    const second = life(2);
    const own = supervise({ first: first.process, start: async () => second.process });
    first.die();
    await restarted(own);
    expect([own.pid, own.restarts, first.told]).toEqual([2, 1, []]);
  });

  test('an engine that does not answer is killed after so many probes', async () => {
    const first = life(1);
    const second = life(2);
    let probes = 0;
    const own = supervise({
      first: first.process,
      start: async () => second.process,
      probe: (signal) => {
        if (own.pid === 2) return Promise.resolve();
        probes += 1;
        return until(signal);
      },
    });
    await restarted(own);
    expect([first.told, probes]).toEqual([['kill'], 2]);
  });

  test('one late answer is forgiven', async () => {
    const first = life(1);
    let probes = 0;
    supervise({
      first: first.process,
      probe: (signal) => {
        probes += 1;
        return probes % 2 === 1 ? until(signal) : Promise.resolve();
      },
    });
    while (probes < 8) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(first.told).toEqual([]);
  });

  test('starts that fail are repeated, each after a longer pause', async () => {
    const first = life(1);
    const last = life(2);
    const startedAt: number[] = [];
    const own = supervise({
      first: first.process,
      start: async () => {
        startedAt.push(performance.now());
        if (startedAt.length < 4) throw new Error('not yet');
        return last.process;
      },
    });
    first.die();
    await restarted(own);
    const pauses = startedAt.slice(1).map((at, i) => at - Number(startedAt[i]));
    expect(pauses[0]).toBeGreaterThanOrEqual(19);
    expect(pauses[1]).toBeGreaterThanOrEqual(39);
    expect(own.restarts).toBe(1);
  });

  test('stopped, it asks first and kills only what does not listen', async () => {
    const polite = life(1);
    await supervise({ first: polite.process }).stop();
    const deaf = life(2, 'on kill only');
    await supervise({ first: deaf.process }).stop();
    expect([polite.told, deaf.told]).toEqual([['shutDown'], ['shutDown', 'kill']]);
  });

  test('stopped between two lives, it starts none', async () => {
    const first = life(1);
    let starts = 0;
    const own = supervise({
      first: first.process,
      start: async () => {
        starts += 1;
        throw new Error('not yet');
      },
    });
    first.die();
    while (starts === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await own.stop();
    const before = starts;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([starts, own.pid]).toEqual([before, undefined]);
  });
});
