import type { AddressInfo } from 'node:net';
import { openEngine } from './engine.ts';
import { createHttpServer } from './http-server.ts';
import type { ChildMessage, ParentMessage, StartMessage } from './messages.ts';

/** Process that holds the embedded ClickHouse and answers for it over HTTP. */

const stopGraceMs = 8_000;

function report(message: ChildMessage): void {
  process.send?.(message);
}

function start(options: StartMessage): void {
  const engine = openEngine(options);
  const server = createHttpServer(engine, options);

  server.once('error', (error) => {
    report({ type: 'failed', message: error.message });
    process.exit(1);
  });
  server.listen(options.port, '127.0.0.1', () => {
    report({ type: 'ready', port: (server.address() as AddressInfo).port });
  });

  process.on('message', (message: ParentMessage) => {
    if (message.type !== 'stop') return;
    const end = () => {
      engine.close();
      process.exit(0);
    };
    setTimeout(end, stopGraceMs).unref();
    server.close(end);
    server.closeIdleConnections();
  });
}

process.once('message', (message: ParentMessage) => {
  try {
    if (message.type === 'start') start(message);
  } catch (error) {
    report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
});

// The parent is gone, perhaps by kill -9: free the data directory at once. Everything that was
// acknowledged is on disk, and a clean close could hang behind a running query.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// A signal to the whole process group is the parent's to handle: it still has rows to flush.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
