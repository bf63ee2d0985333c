import type { TestProject } from 'vitest/node';
import { startTestEngines, sweepTestDirectories } from './engines.ts';

/** Starts one ClickHouse and one PostgreSQL for the whole run; the returned function ends them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepTestDirectories();
  // As patient as in production: the shared engines must survive a machine under load.
  const engines = await startTestEngines({ probeTimeoutMs: 30_000 });
  project.provide('clickhouseUrl', engines.clickhouse.url);
  project.provide('postgresUrl', engines.postgres.url);
  return () => engines.stop();
}
