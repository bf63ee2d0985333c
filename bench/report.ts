import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderHtml } from '../src/server/report/html/render-html.ts';
import { openReportEngine, type ReportEngine } from '../src/server/report/report-engine.ts';
import { type ReportOrder, runReport } from '../src/server/report/run-report.ts';
import { compiledChild } from '../src/testing/engines.ts';

export interface ReportBenchOptions {
  readonly rows: number;
  readonly say: (line: string) => void;
}

export interface ReportBenchResult {
  /** Sum of the numeric columns and of the lengths of texts of both files. */
  readonly scanSeconds: number;
  readonly binnedSeconds: number;
  readonly exactSeconds: number;
  /** With the reference's profile kept from an earlier report. */
  readonly cachedSeconds: number;
  /** Of the engine and of this process together, at the same time. */
  readonly peakBytes: number;
}

const NUMERIC = 50;
const CATEGORIES = [2, 5, 10, 50, 200, 3, 8, 20, 100, 1_000];
const RUNS = 5;

/** Times the drift report on two generated Parquet files of 60 columns against a bare scan of the
 *  same files by the same engine. A run reads both files, judges, and writes page and JSON. */
export async function benchReport({ rows, say }: ReportBenchOptions): Promise<ReportBenchResult> {
  const directory = await mkdtemp(join(tmpdir(), 'leeway-bench-report-'));
  const engine = await openReportEngine({ childEntry: compiledChild() });
  const memory = watchMemory(engine);
  try {
    const [reference, current] = [1, 2].map((seed) => join(directory, `file-${seed}.parquet`));
    if (reference === undefined || current === undefined) throw new Error('unreachable');
    for (const [index, path] of [reference, current].entries()) {
      say(`writing ${path}`);
      await engine.command(
        `INSERT INTO FUNCTION file('${path}', Parquet) SELECT ${columnsSql(index + 1)} FROM numbers(${rows})`,
      );
    }
    const order = (part: Partial<ReportOrder>): ReportOrder => ({
      reference: { path: reference, format: 'parquet', gzip: false },
      current: { path: current, format: 'parquet', gzip: false },
      columns: {
        prediction: null,
        score: null,
        label: null,
        positive: null,
        time: null,
        segment: null,
        exclude: [],
      },
      falseAlarms: 0.05,
      exact: false,
      cacheDirectory: null,
      ...part,
    });
    const report = async (part: Partial<ReportOrder>) => {
      const found = await runReport(engine, order(part));
      if (found.compared !== NUMERIC + CATEGORIES.length) throw new Error('columns are missing');
      return renderHtml(found).length + JSON.stringify(found).length;
    };
    const timed = (name: string, run: () => Promise<unknown>, runs = RUNS) =>
      medianSeconds(run, runs, (seconds) => say(`${name} ${seconds.toFixed(2)} s`));

    await scan(engine, reference);
    const scanSeconds = await timed('scan', async () => {
      await scan(engine, reference);
      await scan(engine, current);
    });
    const binnedSeconds = await timed('binned', () => report({}));
    const exactSeconds = await timed('exact', () => report({ exact: true }), 3);
    const cacheDirectory = join(directory, 'cache');
    await report({ cacheDirectory });
    const cachedSeconds = await timed('cached', () => report({ cacheDirectory }));
    return { scanSeconds, binnedSeconds, exactSeconds, cachedSeconds, peakBytes: memory.peak() };
  } finally {
    memory.stop();
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Normal, skewed and whole numbers; categories from two to a thousand. */
function columnsSql(file: number): string {
  const numeric = Array.from({ length: NUMERIC }, (_, index) => {
    const seed = file * 1_000 + index;
    if (index % 5 === 0) return `toInt64(randNormal(100, ${10 + index}, ${seed})) AS num_${index}`;
    if (index % 5 === 1) return `randExponential(0.1, ${seed}) AS num_${index}`;
    return `randNormal(${index}, 1.5, ${seed}) AS num_${index}`;
  });
  const categorical = CATEGORIES.map(
    (count, index) =>
      `concat('cat_', toString(rand64(${file * 10_000 + index}) % ${count})) AS cat_${index}`,
  );
  return [...numeric, ...categorical].join(', ');
}

async function scan(engine: ReportEngine, path: string): Promise<void> {
  const sums = Array.from({ length: NUMERIC }, (_, index) => `sum(num_${index})`);
  const lengths = CATEGORIES.map((_, index) => `sum(length(cat_${index}))`);
  await engine.rows(`SELECT ${[...sums, ...lengths].join(', ')} FROM file('${path}', Parquet)`);
}

async function medianSeconds(
  run: () => Promise<unknown>,
  runs: number,
  say: (seconds: number) => void,
): Promise<number> {
  const seconds: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const startedAt = performance.now();
    await run();
    seconds.push((performance.now() - startedAt) / 1_000);
    say(seconds[index] ?? 0);
  }
  return seconds.sort((a, b) => a - b)[runs >> 1] ?? Number.NaN;
}

function watchMemory(engine: ReportEngine) {
  let most = 0;
  const look = async () => {
    const status = await readFile(`/proc/${engine.pid}/status`, 'utf8').catch(() => '');
    const ofEngine = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
    most = Math.max(most, ofEngine + process.memoryUsage.rss());
  };
  const timer = setInterval(() => void look(), 100);
  return { peak: () => most, stop: () => clearInterval(timer) };
}
