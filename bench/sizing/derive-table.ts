import type { ModelSize, SizingBench } from './bench-sizing.ts';

const ROWS_A_DAY = [100_000, 1_000_000, 10_000_000, 100_000_000];
const KEPT_DAYS = 90;
const DAY_SECONDS = 86_400;
const GB = 1e9;

/** Rows a day of models of one width: processor on average, memory as it was seen, disk for a day
 *  and for ninety. Lines beyond the rows that were sent are the same figures times more rows. */
export function deriveTable(bench: SizingBench, features: number): string {
  const model = bench.models.find((one) => one.features === features);
  if (model === undefined) throw new Error(`No model of ${features} features was measured.`);
  const sum = (part: SizingBench['peakBytes']) => part.server + part.clickhouse + part.postgres;
  const memory = `${(sum(bench.peakBytes) / GB).toFixed(1)} GB`;
  const idleCores = sum(bench.idleCores);
  const rows = ROWS_A_DAY.map((perDay) => {
    const cores = idleCores + (perDay * ingestSeconds(model)) / DAY_SECONDS;
    const bytes = perDay * model.storedBytesPerRow;
    const cells = [
      perDay.toLocaleString('en-US'),
      cores < 0.01 ? 'below 0.01' : cores.toFixed(2),
      memory,
      size(bytes),
      size(bytes * KEPT_DAYS + bench.postgresBytes),
      perDay <= model.rows ? 'measured' : 'extrapolated',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| Rows a day | Cores on average | Memory | Disk a day | Disk for 90 days | |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function ingestSeconds({ ingestCpuMicrosecondsPerRow: part }: ModelSize): number {
  return (part.server + part.clickhouse + part.postgres) / 1e6;
}

const size = (bytes: number): string =>
  bytes < GB ? `${Math.round(bytes / 1e6)} MB` : `${Number((bytes / GB).toPrecision(2))} GB`;
