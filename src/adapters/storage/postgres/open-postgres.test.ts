import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshPostgres } from '../../../testing/engines.ts';
import { openPostgres } from './open-postgres.ts';
import { inTransaction } from './transaction.ts';

let db: Awaited<ReturnType<typeof freshPostgres>>;

beforeAll(async () => {
  db = await freshPostgres();
});
afterAll(() => db.drop());

test('an idle connection that the server ends is replaced and ends nothing else', async () => {
  const lost: string[] = [];
  const logger = {
    info() {},
    error() {},
    warn: (_f: object, message: string) => lost.push(message),
  };
  const pool = openPostgres(db.url, { maxConnections: 1, logger });
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await db.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  while (lost.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(lost).toEqual(['an idle connection was lost']);
  const next = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  expect(next.rows[0]?.pid).not.toBe(rows[0]?.pid);
  await pool.end();
});

test('a connection that is lost while somebody holds it fails its holder, not the process', async () => {
  const pool = openPostgres(db.url, { maxConnections: 1 });
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', note);
  try {
    const work = inTransaction(pool, async (client) => {
      const lost = new Promise((resolve) => client.once('end', resolve));
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await db.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await lost;
      await client.query('SELECT 1');
    });
    await expect(work).rejects.toThrow();
    expect(uncaught).toEqual([]);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  } finally {
    process.off('uncaughtException', note);
    await pool.end();
  }
});

test('a statement that takes too long is ended', async () => {
  const pool = openPostgres(db.url, { statementTimeoutMs: 100 });
  await expect(pool.query('SELECT pg_sleep(20)')).rejects.toThrow(/statement timeout/);
  await pool.end();
});

test('another database may be named than that of the url', async () => {
  const pool = openPostgres(db.url, { database: 'postgres' });
  const { rows } = await pool.query('SELECT current_database() AS name');
  expect(rows).toEqual([{ name: 'postgres' }]);
  await pool.end();
});
