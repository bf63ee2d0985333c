import { request } from 'node:http';

/** Asks `SELECT 1` over a connection of its own; rejects on anything but a good answer in time. */
export function probeClickHouse(url: string, signal: AbortSignal): Promise<void> {
  const { hostname, port, username, password } = new URL(url);
  return new Promise((resolve, reject) => {
    const probe = request(
      {
        hostname,
        port,
        method: 'POST',
        agent: false,
        headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password },
        signal,
      },
      (response) => {
        response.resume();
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`ClickHouse answered the probe with ${response.statusCode}`));
        });
      },
    );
    probe.once('error', reject);
    probe.end('SELECT 1');
  });
}
