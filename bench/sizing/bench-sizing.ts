import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@clickhouse/client';
import { enginePids } from '../../e2e/faults/engine-pids.ts';
import { openEngines, type RunningEngines } from '../../e2e/faults/engines.ts';
import { startBenchServer } from '../bench-server.ts';
import { type Usage, usagesOf } from './process-usage.ts';
import { makeSizedModel, type SizedModel, sendRows, watchSizedModel } from './sized-model.ts';

export interface SizingOptions {
  /** Of all models together. */
  readonly rows: number;
  readonly say: (line: string) => void;
}

type Parts<T> = { readonly server: T; readonly clickhouse: T; readonly postgres: T };

export interface ModelSize {
  readonly features: number;
  readonly rows: number;
  readonly sentBytesPerRow: number;
  /** Until the rows are stored, merges that happened meanwhile included, less what would have been
   *  taken without rows. */
  readonly ingestCpuMicrosecondsPerRow: Parts<number>;
  /** Counting its rows and judging two checks a feature. */
  readonly cpuSecondsPerDailyWindow: number;
  readonly rowsPerWindow: number;
  readonly storedBytesPerRow: number;
}

export interface SizingBench {
  readonly models: readonly ModelSize[];
  /** The most of each that was seen, while rows came in and windows were judged. */
  readonly peakBytes: Parts<number>;
  readonly postgresBytes: number;
  /** Of one core, while nothing comes in. */
  readonly idleCores: Parts<number>;
  readonly seconds: number;
}

const FEATURES = [10, 25, 50];
const DAYS = 5;
const WAIT_MS = 10 * 60_000;
const IDLE_MS = 20_000;

/** What rows cost: processor time, memory and disk, of a server as users start it with both embedded
 *  databases, so that a table of rows a day can be made of it. */
export async function benchSizing({ rows, say }: SizingOptions): Promise<SizingBench> {
  const startedAt = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'leeway-bench-'));
  await chmod(dataDir, 0o711);
  const engines = await openEngines(dataDir);
  const server = await startBenchServer({
    LEEWAY_CLICKHOUSE_URL: engines.clickhouseUrl,
    LEEWAY_POSTGRES_URL: engines.postgresUrl,
  });
  const pids = { server: server.pid, ...(await enginePids(process.pid)) };
  const usage = () => usages(pids);
  const memory = watchMemory(usage);
  try {
    const idleCores = await idle(usage);
    say(JSON.stringify({ idleCores }));
    const models: ModelSize[] = [];
    for (const features of FEATURES) {
      const model = {
        name: `sized-${features}`,
        features,
        rows: Math.round(rows / FEATURES.length),
        days: DAYS,
      };
      models.push(await measureModel(server.url, engines, model, usage, idleCores));
      say(JSON.stringify(models.at(-1)));
    }
    const [size] = await engines.postgres<{ bytes: string }>(
      'SELECT sum(pg_database_size(oid)) AS bytes FROM pg_database',
    );
    return {
      idleCores,
      models,
      peakBytes: memory.peak(),
      postgresBytes: Number(size?.bytes),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
  } finally {
    memory.stop();
    await server.stop();
    await engines.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measureModel(
  url: string,
  engines: RunningEngines,
  model: SizedModel,
  usage: () => Parts<Usage>,
  idleCores: Parts<number>,
): Promise<ModelSize> {
  await makeSizedModel(url, model);
  const storedBefore = await storedBytes(engines);
  const startedAt = performance.now();
  const before = usage();
  const sentBytes = await sendRows(url, model);
  await until(async () => {
    const answer = await fetch(`${url}/v1/models/${model.name}/accounting?identities=false`);
    const { predictions } = (await answer.json()) as { predictions: { stored: number } };
    return predictions.stored >= model.rows;
  });
  const stored = usage();
  const seconds = (performance.now() - startedAt) / 1_000;
  const bytes = (await storedBytes(engines)) - storedBefore;
  const merged = usage();
  const evaluated = await evaluations(url);
  await watchSizedModel(url, model);
  await until(async () => (await evaluations(url)) >= evaluated + model.days);
  const judged = usage();
  const perRow = (part: keyof Parts<Usage>) =>
    (1e6 *
      Math.max(0, stored[part].cpuSeconds - before[part].cpuSeconds - seconds * idleCores[part])) /
    model.rows;
  return {
    features: model.features,
    rows: model.rows,
    sentBytesPerRow: sentBytes / model.rows,
    ingestCpuMicrosecondsPerRow: {
      server: perRow('server'),
      clickhouse: perRow('clickhouse'),
      postgres: perRow('postgres'),
    },
    cpuSecondsPerDailyWindow: (cpuOf(judged) - cpuOf(merged)) / model.days,
    rowsPerWindow: model.rows / model.days,
    storedBytesPerRow: bytes / model.rows,
  };
}

async function idle(usage: () => Parts<Usage>): Promise<Parts<number>> {
  const [before, startedAt] = [usage(), performance.now()];
  await sleep(IDLE_MS);
  const after = usage();
  const seconds = (performance.now() - startedAt) / 1_000;
  const cores = (part: keyof Parts<Usage>) =>
    (after[part].cpuSeconds - before[part].cpuSeconds) / seconds;
  return {
    server: cores('server'),
    clickhouse: cores('clickhouse'),
    postgres: cores('postgres'),
  };
}

/** Of live parts, once everything is merged. */
async function storedBytes({ clickhouseUrl, clickhouse }: RunningEngines): Promise<number> {
  const ours = `database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')`;
  const tables = await clickhouse<{ name: string }>(
    `SELECT concat('\`', database, '\`.\`', name, '\`') AS name FROM system.tables WHERE ${ours} AND engine LIKE '%MergeTree'`,
  );
  const client = createClient({
    url: clickhouseUrl,
    request_timeout: WAIT_MS,
    clickhouse_settings: {
      send_progress_in_http_headers: 1,
      http_headers_progress_interval_ms: '10000',
    },
  });
  try {
    for (const { name } of tables) await client.command({ query: `OPTIMIZE TABLE ${name} FINAL` });
  } finally {
    await client.close();
  }
  const [sum] = await clickhouse<{ bytes: string }>(
    `SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND ${ours}`,
  );
  return Number(sum?.bytes);
}

async function evaluations(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = text.matchAll(/^leeway_evaluations_total\{[^}]*outcome="recorded"\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error('It was not done in ten minutes.');
    await sleep(500);
  }
}

function usages(pids: Parts<number | null>): Parts<Usage> {
  const [server, clickhouse, postgres] = usagesOf(
    [pids.server, pids.clickhouse, pids.postgres].map((pid) => pid ?? 0),
  );
  if (server === undefined || clickhouse === undefined || postgres === undefined) {
    throw new Error('A process is missing.');
  }
  return { server, clickhouse, postgres };
}

const cpuOf = ({ server, clickhouse, postgres }: Parts<Usage>): number =>
  server.cpuSeconds + clickhouse.cpuSeconds + postgres.cpuSeconds;

function watchMemory(usage: () => Parts<Usage>) {
  const most = { server: 0, clickhouse: 0, postgres: 0 };
  const look = () => {
    const now = usage();
    for (const part of ['server', 'clickhouse', 'postgres'] as const) {
      most[part] = Math.max(most[part], now[part].bytes);
    }
  };
  const timer = setInterval(look, 2_000);
  return { peak: () => most, stop: () => clearInterval(timer) };
}
