import type { ClickHouseClient } from '@clickhouse/client';
import type pg from 'pg';
import { type Part, PartError } from './http/health.ts';
import type { Ingest } from './ingest/create-ingest.ts';

/** Longer than any usual wait for a block; a writer this far behind is not keeping up. */
const LAG_LIMIT_SECONDS = 60;

export const checkPostgres = (pool: pg.Pool): Part => ({
  name: 'postgres',
  async check() {
    await pool.query('SELECT 1');
    return undefined;
  },
});

export const checkClickHouse = (client: ClickHouseClient): Part => ({
  name: 'clickhouse',
  async check() {
    const { success } = await client.ping();
    if (!success) throw new PartError('does not answer');
    return undefined;
  },
});

/** Whether rows can be acknowledged. */
export const checkIngestLog = (ingest: Pick<Ingest, 'health'>): Part => ({
  name: 'ingest log',
  async check() {
    if (!ingest.health.logOpen) throw new PartError('not open');
    return undefined;
  },
});

/** Whether acknowledged rows arrive in the store. */
export const checkWriter = (ingest: Pick<Ingest, 'health'>): Part => ({
  name: 'writer',
  async check() {
    const { trouble, lagSeconds, backlogBytes } = ingest.health;
    const figures = `${Math.round(lagSeconds)} s behind, ${backlogBytes} bytes waiting`;
    if (trouble !== null) throw new PartError(`the store takes no rows; ${figures}`);
    if (lagSeconds > LAG_LIMIT_SECONDS) throw new PartError(figures);
    return figures;
  },
});
