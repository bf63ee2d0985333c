import { createServer } from 'node:net';
import { StartError } from '../adapters/storage/start-error.ts';

/** Whether a server could listen there: it is done, and undone. Port 0 is any free one. */
export function listenOnce(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

/** Before anything is started: who has chosen a wrong port should not wait for two databases. */
export async function requireUsableAddress(host: string, port: number): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fault =
      code === 'EADDRINUSE'
        ? `another program listens at ${host}:${port}. Stop it, or choose another port: --port or LEEWAY_PORT.`
        : `nothing can listen at ${host}:${port} (${message}). Choose an address of this machine and a port above 1023: LEEWAY_HOST, LEEWAY_PORT.`;
    throw new StartError('address_unusable', fault);
  }
}
