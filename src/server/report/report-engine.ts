import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ClickHouseSettings } from '@clickhouse/client';
import { startEmbeddedClickHouse } from '../../adapters/storage/clickhouse/embedded/embedded-clickhouse.ts';
import { openClickHouse } from '../../adapters/storage/clickhouse/open-clickhouse.ts';
import { silentLogger } from '../../adapters/storage/engine.ts';
import { removeWhenGone } from './remove-when-gone.ts';

/** ClickHouse on a directory that is gone afterwards: a report leaves nothing behind. */
export interface ReportEngine {
  /** For links to the files and whatever else must not outlive the report. */
  readonly directory: string;
  readonly pid: number | undefined;
  /** Rows as arrays, in the order of the selected columns. */
  rows<Row extends readonly unknown[]>(
    query: string,
    settings?: ClickHouseSettings,
  ): Promise<Row[]>;
  command(query: string): Promise<void>;
  insert(table: string, rows: AsyncIterable<readonly unknown[]>): Promise<void>;
  close(): Promise<void>;
}

export interface ReportEngineOptions {
  /** Compiled entry of the engine's process; by default the one beside its module. */
  readonly childEntry?: string;
}

const SETTINGS: ClickHouseSettings = {
  // Grids are literals: some hundred edges for every column.
  max_query_size: '1000000000',
  max_ast_elements: '10000000',
  max_expanded_ast_elements: '10000000',
  max_execution_time: 0,
  // Statements of thousands of expressions take seconds to compile and run once or twice.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
};
/** Someone waits, but a file may be large. */
const REQUEST_TIMEOUT_MS = 24 * 3_600_000;

export async function openReportEngine(options: ReportEngineOptions = {}): Promise<ReportEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'leeway-report-'));
  const callOff = removeWhenGone(directory);
  const remove = () => rm(directory, { recursive: true, force: true }).finally(callOff);
  const engine = await startEmbeddedClickHouse({
    dataDir: join(directory, 'engine'),
    logger: silentLogger,
    ...options,
  }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const client = openClickHouse(engine.url, { requestTimeoutMs: REQUEST_TIMEOUT_MS });
  return {
    directory,
    get pid() {
      return engine.pid;
    },
    async rows<Row extends readonly unknown[]>(
      query: string,
      settings: ClickHouseSettings = {},
    ): Promise<Row[]> {
      const answer = await client.query({
        query,
        format: 'JSONCompact',
        clickhouse_settings: { ...SETTINGS, ...settings },
      });
      return (await answer.json<Row>()).data;
    },
    async command(query) {
      await client.command({ query, clickhouse_settings: SETTINGS });
    },
    async insert(table, rows) {
      await client.insert({ table, values: Readable.from(rows), format: 'JSONCompactEachRow' });
    },
    async close() {
      await client.close();
      await engine.stop();
      await remove();
    },
  };
}
