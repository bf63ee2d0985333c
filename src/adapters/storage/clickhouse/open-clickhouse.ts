import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  createClient,
} from '@clickhouse/client';
import { onCluster } from './on-cluster.ts';

export interface OpenClickHouseOptions {
  database?: string;
  requestTimeoutMs?: number;
  maxConnections?: number;
}

/** Opens a client on any ClickHouse, embedded or not. */
export function openClickHouse(url: string, options: OpenClickHouseOptions = {}): ClickHouseClient {
  const { origin, username, password } = new URL(url);
  const database = options.database ?? databaseOf(url);
  return createClient({
    url: origin,
    username: decodeURIComponent(username) || 'default',
    password: decodeURIComponent(password),
    database,
    application: 'leeway',
    request_timeout: options.requestTimeoutMs ?? 60_000,
    max_open_connections: options.maxConnections ?? 20,
    // On loopback compression halves the throughput.
    compression: { request: false, response: false },
    // Sockets older than this are not used again: after a restart of the engine they are dead.
    keep_alive: { enabled: true, idle_socket_ttl: 2_500 },
    // Errors are thrown to the caller, who knows what they mean; the client need not print them.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
  });
}

/** The path of the URL names the database, as in URLs of PostgreSQL. */
function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'default';
}

/** Creates the database that the URL names, if it is not there: no client can be opened on a
 *  database that does not exist. */
export async function ensureClickHouseDatabase(url: string, cluster?: string): Promise<void> {
  const client = openClickHouse(url, { database: 'default' });
  try {
    await client.command({
      query: `CREATE DATABASE IF NOT EXISTS {database:Identifier} ${onCluster(cluster)}`,
      query_params: { database: databaseOf(url) },
    });
  } finally {
    await client.close();
  }
}

/** The same, asked for only where the database is missing: who may use one that is there need not
 *  have the right to create it. */
export async function provideClickHouseDatabase(url: string, cluster?: string): Promise<void> {
  const client = openClickHouse(url);
  try {
    await client.command({ query: 'SELECT 1' });
  } catch (error) {
    if (!(error instanceof ClickHouseError && error.type === 'UNKNOWN_DATABASE')) throw error;
    await ensureClickHouseDatabase(url, cluster);
  } finally {
    await client.close();
  }
}
