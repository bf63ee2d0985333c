import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MODEL_NAME, makeModel } from './bench-model.ts';
import { startBenchServer } from './bench-server.ts';
import type { LoadOrder, LoadReport } from './load-generator.ts';
import { parseAndDropPerSecond } from './parse-and-drop.ts';

export interface IngestBench {
  /** Acknowledged and stored, whichever is less, at the steady maximum. */
  readonly eventsPerSecond: number;
  /** From when a batch was due, at 20,000 events a second. */
  readonly p99Ms: number;
  readonly acknowledged: number;
  readonly stored: number;
  /** Age of the oldest event not stored, at the end of the maximum. */
  readonly lagSeconds: number;
  readonly parseAndDropPerSecond: number;
}

interface Accounting {
  readonly predictions: { readonly stored: number; readonly distinct: number };
  readonly logLagSeconds: number;
}

interface Options {
  readonly seconds: number;
  say(line: string): void;
}

const BATCH_ROWS = 500;
const CONNECTIONS = 8;
const STEADY_RATE = 20_000;
const WARM_UP_SECONDS = 5;
const DRAIN_MS = 60_000;

export async function benchIngest({ seconds, say }: Options): Promise<IngestBench> {
  const ceiling = await parseAndDropPerSecond(BATCH_ROWS, 5);
  say(`read and dropped: ${ceiling} events/s on one core`);
  const server = await startBenchServer();
  const load = fork(fileURLToPath(new URL('./load-generator.ts', import.meta.url)));
  try {
    await makeModel(server.url);
    const accounting = async (): Promise<Accounting> =>
      (await (
        await fetch(`${server.url}/v1/models/${MODEL_NAME}/accounting`)
      ).json()) as Accounting;
    const run = async (eventsPerSecond: number | null, forSeconds: number, firstId: number) => {
      const report = await order(load, {
        url: `${server.url}/v1/models/${MODEL_NAME}/predictions`,
        seconds: forSeconds,
        eventsPerSecond,
        batchRows: BATCH_ROWS,
        connections: CONNECTIONS,
        firstId,
      });
      say(`${eventsPerSecond ?? 'maximum'}: ${JSON.stringify(report)}`);
      return report;
    };
    const warm = await run(STEADY_RATE, WARM_UP_SECONDS, 0);
    await drain(accounting);
    const most = await run(null, seconds, warm.nextId);
    const atEnd = await accounting();
    const storedAtEnd = atEnd.predictions.stored - warm.acknowledged;
    await drain(accounting);
    const steady = await run(STEADY_RATE, Math.min(seconds, 30), most.nextId);
    const { predictions } = await drain(accounting);
    return {
      eventsPerSecond: Math.round(Math.min(most.acknowledged, storedAtEnd) / most.seconds),
      p99Ms: Math.round(steady.p99Ms * 10) / 10,
      acknowledged: warm.acknowledged + most.acknowledged + steady.acknowledged,
      stored: predictions.distinct,
      lagSeconds: atEnd.logLagSeconds,
      parseAndDropPerSecond: ceiling,
    };
  } finally {
    load.kill();
    await server.stop();
  }
}

function order(load: ChildProcess, phase: LoadOrder): Promise<LoadReport> {
  return new Promise((resolve, reject) => {
    load.once('message', resolve as (report: unknown) => void);
    load.once('exit', () => reject(new Error('the load generator ended')));
    load.send(phase);
  });
}

/** Waits until nothing is on its way. */
async function drain(accounting: () => Promise<Accounting>): Promise<Accounting> {
  const endMs = Date.now() + DRAIN_MS;
  for (let last = await accounting(); ; last = await accounting()) {
    if (last.logLagSeconds === 0) return last;
    if (Date.now() > endMs) throw new Error('the log was not emptied within a minute');
    await sleep(200);
  }
}
