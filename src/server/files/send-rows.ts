import type { IngestResult } from '../../contract/ingest.ts';

export interface ShapedRow {
  /** Of the file, from 1. */
  readonly rowNumber: number;
  readonly shaped: object;
}

export interface RefusedFileRow {
  readonly rowNumber: number;
  readonly code: string;
  readonly message: string;
}

/** What became of a file's rows. */
export interface ImportTally {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly repeated: number;
}

export interface SendRowsDeps {
  post(body: string): Promise<IngestResult>;
  onRefused(row: RefusedFileRow): void;
  onProgress(tally: ImportTally): void;
}

/** Large enough to cost little, small enough to be one bite for the server. */
const BATCH_ROWS = 1_000;
const BATCH_CHARACTERS = 4 * 2 ** 20;
/** While one batch is parsed by the server the next one is on its way. */
const BATCHES_UNDER_WAY = 3;

export async function sendRows(
  rows: AsyncIterable<ShapedRow>,
  deps: SendRowsDeps,
): Promise<ImportTally> {
  const tally = { sent: 0, accepted: 0, refused: 0, repeated: 0 };
  const underWay = new Set<Promise<void>>();
  let numbers: number[] = [];
  let lines: string[] = [];
  let characters = 0;

  async function send(body: string, rowNumbers: readonly number[]): Promise<void> {
    const result = await deps.post(body);
    tally.sent += rowNumbers.length;
    tally.accepted += result.accepted;
    tally.refused += result.refusedCount;
    tally.repeated += result.repeated;
    for (const { index, code, message } of result.refused) {
      deps.onRefused({ rowNumber: rowNumbers[index] ?? 0, code, message });
    }
    deps.onProgress(tally);
  }

  async function flush(): Promise<void> {
    if (lines.length === 0) return;
    const batch = send(lines.join('\n'), numbers);
    numbers = [];
    lines = [];
    characters = 0;
    underWay.add(batch);
    // The first failure surfaces where batches are waited for.
    batch.then(
      () => underWay.delete(batch),
      () => {},
    );
    if (underWay.size >= BATCHES_UNDER_WAY) await Promise.race(underWay);
  }

  try {
    for await (const { rowNumber, shaped } of rows) {
      const line = JSON.stringify(shaped);
      if (characters + line.length > BATCH_CHARACTERS) await flush();
      numbers.push(rowNumber);
      lines.push(line);
      characters += line.length;
      if (lines.length >= BATCH_ROWS) await flush();
    }
    await flush();
    await Promise.all(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
  return tally;
}
