import type { AddressInfo } from 'node:net';
import { openEngine } from './engine.ts';
import { createHttpServer } from './http-server.ts';
import {
  type ChildMessage,
  embeddedDatabase,
  type ParentMessage,
  type StartMessage,
} from './messages.ts';

/** Process that holds the embedded ClickHouse and answers for it over HTTP. */

const stopGraceMs = 8_000;
const idleSweepMs = 20;

function report(message: ChildMessage): void {
  process.send?.(message);
}

function fail(message: string): void {
  process.send?.({ type: 'failed', message } satisfies ChildMessage, () => process.exit(1));
}

async function start(options: StartMessage): Promise<void> {
  const engine = openEngine(options);
  await engine.createDatabase(embeddedDatabase);
  const server = createHttpServer(engine, options);

  server.once('error', (error) => fail(error.message));
  server.listen(options.port, '127.0.0.1', () => {
    report({ type: 'ready', port: (server.address() as AddressInfo).port });
  });

  process.on('message', (message: ParentMessage) => {
    if (message.type !== 'stop') return;
    const end = () => {
      engine.close();
      process.exit(0);
    };
    setTimeout(end, stopGraceMs);
    server.close(end);
    // A connection becomes idle when its last answer is out, and clients like to keep it.
    setInterval(() => server.closeIdleConnections(), idleSweepMs);
  });
}

process.once('message', (message: ParentMessage) => {
  if (message.type !== 'start') return;
  start(message).catch((error: unknown) => {
    fail(error instanceof Error ? error.message : String(error));
  });
});

// The parent is gone, perhaps by kill -9: free the data directory at once. Everything that was
// acknowledged is on disk, and a clean close could hang behind a running query.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// A signal to the whole process group is the parent's to handle: it still has rows to flush.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
