import pg from 'pg';

/** Connects anew and asks `SELECT 1`: a frozen server keeps its old connections open. */
export async function probePostgres(url: string, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks reports it twice, and the second time nobody listens.
  client.on('error', () => {});
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('PostgreSQL did not answer in time')));
  });
  const asked = (async () => {
    await client.connect();
    await client.query('SELECT 1');
  })();
  try {
    await Promise.race([asked, late]);
    await client.end();
  } catch (error) {
    asked.catch(() => {});
    destroy(client);
    throw error;
  }
}

/** `end` would wait for an answer of the very server that gives none. */
function destroy(client: pg.Client): void {
  const { connection } = client as unknown as { connection?: { stream?: { destroy(): void } } };
  connection?.stream?.destroy();
}
