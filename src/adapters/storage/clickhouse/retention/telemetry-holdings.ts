import type { ClickHouseClient } from '@clickhouse/client';
import type { Holding } from '../../../../monitoring/retention/retention.ts';
import { selectRows } from '../select-rows.ts';
import { RESULT_TABLES, ROW_TABLES } from './telemetry-tables.ts';

/** What the classes of the telemetry take on its disk. */
export async function readTelemetryHoldings(
  client: ClickHouseClient,
): Promise<Record<'rows' | 'results', Holding>> {
  const [rows, results] = await Promise.all([
    read(
      client,
      ROW_TABLES.map((one) => one.name),
      'predictions',
      'ingested_at',
    ),
    read(client, RESULT_TABLES, 'measurements', 'measured_at'),
  ]);
  return { rows, results };
}

async function read(
  client: ClickHouseClient,
  tables: readonly string[],
  dated: string,
  column: string,
): Promise<Holding> {
  const [found] = await selectRows<{ bytes: string; oldest: string; any: number }>(
    client,
    `SELECT (SELECT sum(bytes_on_disk) FROM system.parts
       WHERE database = currentDatabase() AND active AND table IN {tables:Array(String)}) AS bytes,
       toUnixTimestamp64Milli(min(${column})) AS oldest, count() > 0 AS any
     FROM ${dated}`,
    { tables },
  );
  const oldestMs = found?.any === 1 ? Number(found.oldest) : null;
  return { bytes: Number(found?.bytes ?? 0), oldestMs };
}
