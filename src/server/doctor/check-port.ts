import { listenOnce } from '../listen-once.ts';
import { type Finding, failed, ok, reasonOf } from './finding.ts';

/** Whether a server could listen there. */
export async function checkPort(host: string, port: number): Promise<Finding> {
  const address = `${host}:${port}`;
  try {
    await listenOnce(host, port);
    return ok('port', `${address} is free.`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE') {
      return failed(
        'port',
        `Another program listens at ${address}.`,
        'Stop it, or choose another port: --port or LEEWAY_PORT.',
      );
    }
    return failed(
      'port',
      `Nothing can listen at ${address} (${reasonOf(error)}).`,
      'Choose an address of this machine and a port above 1023: LEEWAY_HOST, LEEWAY_PORT.',
    );
  }
}
