import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly key: string;
  readonly type: string;
  readonly windowStart: string;
  readonly alertId: string;
}

export interface Receiver {
  readonly url: string;
  /** Every accepted message, repeats under the same key included. */
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A webhook receiver that answers 500 the first time it sees one in seven messages. Only the
 *  first time: after four refusals in a row the next attempt is minutes away, as it should be, and
 *  the account would be settled before. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const seen = new Set<string>();
  const server = createServer((request, reply) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const key = String(request.headers['webhook-id']);
      const isNew = !seen.has(key);
      seen.add(key);
      if (isNew && seen.size % 7 === 0) {
        reply.writeHead(500).end();
        return;
      }
      const body = JSON.parse(text) as {
        type: string;
        data: { alertId: string; window: { start: string } };
      };
      received.push({
        key,
        type: body.type,
        windowStart: body.data.window.start,
        alertId: body.data.alertId,
      });
      reply.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/alerts`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
