import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { type PreparedBody, prepareBody } from './prepared-bodies.ts';

/** One phase of load, told over IPC by the parent. */
export interface LoadOrder {
  readonly url: string;
  readonly seconds: number;
  /** Null: as fast as the connections allow. */
  readonly eventsPerSecond: number | null;
  readonly batchRows: number;
  readonly connections: number;
  readonly firstId: number;
}

export interface LoadReport {
  readonly acknowledged: number;
  readonly refused: number;
  readonly failed: number;
  readonly seconds: number;
  /** From when a batch should have been sent, so that a stall counts for all who wait in it. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly nextId: number;
}

const BODIES = 64;

async function run(order: LoadOrder): Promise<LoadReport> {
  const { batchRows, eventsPerSecond } = order;
  const bodies = Array.from({ length: BODIES }, (_, i) => prepareBody(batchRows, i + 1));
  const free = [...bodies];
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const latencies: number[] = [];
  let nextId = order.firstId;
  const total = { acknowledged: 0, refused: 0, failed: 0 };
  const startMs = performance.now();
  const endMs = startMs + order.seconds * 1_000;

  async function send(body: PreparedBody, dueMs: number): Promise<void> {
    body.stamp(nextId, Date.now());
    nextId += body.rows;
    try {
      const accepted = await post(agent, order.url, body.bytes);
      total.acknowledged += accepted;
      total.refused += body.rows - accepted;
      latencies.push(performance.now() - dueMs);
    } catch {
      total.failed += body.rows;
    }
  }

  if (eventsPerSecond === null) {
    const work = async () => {
      while (performance.now() < endMs) {
        const body = free.pop() ?? prepareBody(batchRows, nextId);
        await send(body, performance.now());
        free.push(body);
      }
    };
    await Promise.all(Array.from({ length: order.connections }, work));
  } else {
    const everyMs = (1_000 * batchRows) / eventsPerSecond;
    const open: Promise<void>[] = [];
    for (let dueMs = startMs; dueMs < endMs; dueMs += everyMs) {
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const body = free.pop() ?? prepareBody(batchRows, nextId);
      open.push(send(body, dueMs).then(() => void free.push(body)));
    }
    await Promise.all(open);
  }
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  const seconds = (performance.now() - startMs) / 1_000;
  const maxMs = latencies.at(-1) ?? 0;
  return { ...total, seconds, p50Ms: at(0.5), p99Ms: at(0.99), maxMs, nextId };
}

function post(agent: Agent, url: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode !== 202) reject(new Error(`${response.statusCode} ${text}`));
          else resolve((JSON.parse(text) as { accepted: number }).accepted);
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
