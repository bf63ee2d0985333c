import type { Pool } from 'pg';
import type { Holding } from '../../../../monitoring/retention/retention.ts';

const ALERTS = {
  tables: ['alerts', 'alert_transitions', 'alert_notes'],
  oldest: 'SELECT min(occurred_at) AS at FROM alert_transitions',
};
const RECORDS = {
  tables: [
    'notifications',
    'delivery_attempts',
    'message_threads',
    'refused_rows',
    'quarantine',
    'ingest_counters',
  ],
  oldest: `SELECT least(
    (SELECT min(created_at) FROM notifications), (SELECT min(refused_at) FROM refused_rows),
    (SELECT min(quarantined_at) FROM quarantine)) AS at`,
};

/** What the classes of the control plane take on its disk. */
export async function readHoldings(pool: Pool): Promise<Record<'alerts' | 'records', Holding>> {
  const [alerts, records] = await Promise.all([read(pool, ALERTS), read(pool, RECORDS)]);
  return { alerts, records };
}

async function read(pool: Pool, { tables, oldest }: typeof ALERTS): Promise<Holding> {
  const { rows } = await pool.query<{ bytes: string; at: Date | null }>(
    `SELECT (SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest($1::text[]) name)
       AS bytes, (${oldest}) AS at`,
    [tables],
  );
  const [row] = rows;
  return { bytes: Number(row?.bytes ?? 0), oldestMs: row?.at?.getTime() ?? null };
}
