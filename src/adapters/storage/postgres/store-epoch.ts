import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** The timeline of this database; made at the first start. */
export async function currentStoreEpoch(pool: pg.Pool): Promise<string> {
  await pool.query(
    `INSERT INTO store_epochs (epoch) SELECT $1 WHERE NOT EXISTS (SELECT FROM store_epochs)`,
    [randomUUID()],
  );
  const read = await pool.query<{ epoch: string }>(
    'SELECT epoch FROM store_epochs ORDER BY begun_at DESC, epoch DESC LIMIT 1',
  );
  const [row] = read.rows;
  if (row === undefined) throw new Error('the store has no epoch');
  return row.epoch;
}
