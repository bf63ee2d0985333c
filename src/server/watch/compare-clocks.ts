import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';

export interface ClockSkew {
  readonly name: string;
  readonly skewSeconds: number;
}

const PATIENCE_MS = 2_000;

/** How far the clocks of the databases are ahead: retention, leases and windows run by several of
 *  them. One that does not answer is left out; the parts say why. */
export async function compareClocks(deps: {
  readonly postgres: Pool;
  readonly clickhouse: ClickHouseClient;
  readonly now: () => number;
}): Promise<ClockSkew[]> {
  const skews = await Promise.all([
    skewOf('postgres', deps.now, async () => {
      const { rows } = await deps.postgres.query<{ ms: number }>(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
      );
      return rows[0]?.ms;
    }),
    skewOf('clickhouse', deps.now, async () => {
      const query = 'SELECT toUnixTimestamp64Milli(now64(3)) AS ms';
      const answer = await deps.clickhouse.query({ query, format: 'JSONEachRow' });
      const [row] = await answer.json<{ ms: string }>();
      return row === undefined ? undefined : Number(row.ms);
    }),
  ]);
  return skews.filter((one) => one !== null);
}

/** The answer was made somewhere between question and arrival: only what lies outside is known to
 *  be a difference. */
async function skewOf(
  name: string,
  now: () => number,
  ask: () => Promise<number | undefined>,
): Promise<ClockSkew | null> {
  const askedMs = now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    const saidMs = await Promise.race([ask(), late]);
    if (saidMs === undefined) return null;
    const heardMs = now();
    const skewMs = saidMs < askedMs ? saidMs - askedMs : Math.max(0, saidMs - heardMs);
    return { name, skewSeconds: skewMs / 1000 };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
