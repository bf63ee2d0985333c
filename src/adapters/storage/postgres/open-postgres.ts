import pg from 'pg';
import type { EngineLogger } from '../engine.ts';

export interface OpenPostgresOptions {
  database?: string;
  maxConnections?: number;
  statementTimeoutMs?: number;
  logger?: EngineLogger;
}

/** Opens a pool on any PostgreSQL, embedded or not. */
export function openPostgres(url: string, options: OpenPostgresOptions = {}): pg.Pool {
  const { statementTimeoutMs = 60_000 } = options;
  const target = new URL(url);
  if (options.database !== undefined) target.pathname = `/${options.database}`;
  const pool = new pg.Pool({
    connectionString: target.href,
    application_name: 'leeway',
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    // A server that hangs ends no statement itself.
    query_timeout: statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: 60_000,
    // A peer that is gone without a word is noticed by the operating system, not by us.
    keepAlive: true,
  });
  // Without a listener the end of an idle connection, as in every restart, would end the process.
  pool.on('error', (error) => {
    if (pool.ending) return;
    // The error carries the whole client with it: only its message belongs in a log.
    options.logger?.warn(
      { engine: 'postgres', reason: error.message },
      'an idle connection was lost',
    );
  });
  // Nor does the pool listen to a connection that somebody holds, between two statements of a
  // transaction say. Its holder learns of the loss from the next statement.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return pool;
}
