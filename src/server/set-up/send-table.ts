import { setTimeout as sleep } from 'node:timers/promises';
import type { FileRow, FileRows } from '../../adapters/sources/file-rows.ts';
import type { IngestResult } from '../../contract/ingest.ts';
import type { RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { readFileTime } from '../baseline/shape-row.ts';
import { type RefusedFileRow, type ShapedRow, sendRows } from '../files/send-rows.ts';
import { type ShapingContext, shapeLabel, shapePrediction } from '../files/shape-import-row.ts';
import { ApiError } from '../http/api-error.ts';
import type { Ingest } from '../ingest/create-ingest.ts';
import { splitRows } from '../ingest/split-rows.ts';
import type { ImportPlan } from './read-plan.ts';

export interface SendTableDeps {
  readonly ingest: Ingest;
  readonly now: () => number;
  readonly isStopping: () => boolean;
}

export interface TableToSend {
  readonly model: Model;
  readonly plan: ImportPlan;
  readonly fileName: string;
  readonly open: () => FileRows;
}

export interface SendWatcher {
  onRefused(row: RefusedFileRow): void;
  onProgress(kind: RowKind, figures: SentFigures): void;
}

export interface SentFigures {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly repeated: number;
  readonly rowsPerSecond: number;
}

const PATIENCE_MS = 300_000;
const PAUSE_MS = 500;

/** Sends the part of a table that is no baseline, as predictions and then as labels, on the way
 *  that every row takes. Returns when the last of its rows happened. */
export async function sendTable(
  deps: SendTableDeps,
  table: TableToSend,
  watcher: SendWatcher,
): Promise<number | null> {
  const { model, plan } = table;
  const context: ShapingContext = {
    mapping: plan.mapping,
    kinds: new Map(model.features.map((feature) => [feature.name, feature.kind])),
    numericLabels: model.outputs.every((one) => one.task === 'regression'),
    idPrefix: `${table.fileName}#`,
  };
  const refused = new Set<number>();
  let lastMs: number | null = null;

  async function* predictions(): AsyncGenerator<ShapedRow> {
    for await (const batch of table.open()) {
      for (const row of batch) {
        const timeMs = timeOf(row, plan);
        if (!isSent(timeMs, plan)) continue;
        if (timeMs !== null && (lastMs === null || timeMs > lastMs)) lastMs = timeMs;
        yield { rowNumber: row.number, shaped: shapePrediction(row.values, row.number, context) };
      }
    }
  }
  async function* labels(): AsyncGenerator<ShapedRow> {
    for await (const batch of table.open()) {
      for (const row of batch) {
        if (!isSent(timeOf(row, plan), plan) || refused.has(row.number)) continue;
        const shaped = shapeLabel(row.values, row.number, context);
        // A row whose truth is not known yet has no label.
        if ('label' in shaped) yield { rowNumber: row.number, shaped };
      }
    }
  }
  async function send(kind: RowKind, rows: AsyncIterable<ShapedRow>): Promise<void> {
    const startedAtMs = deps.now();
    await sendRows(rows, {
      post: (body) => post(deps, model, kind, body),
      onRefused(row) {
        if (kind === 'predictions') refused.add(row.rowNumber);
        watcher.onRefused(row);
      },
      onProgress(tally) {
        const seconds = Math.max(0.001, (deps.now() - startedAtMs) / 1_000);
        watcher.onProgress(kind, { ...tally, rowsPerSecond: Math.round(tally.sent / seconds) });
      },
    });
  }

  await send('predictions', predictions());
  if (plan.mapping.label !== null) await send('labels', labels());
  return lastMs;
}

const timeOf = (row: FileRow, { mapping }: ImportPlan): number | null =>
  mapping.time === null ? null : readFileTime(row.values[mapping.time]);

/** Rows without a time are sent too: the server says what is wrong with them. */
const isSent = (timeMs: number | null, { splitMs }: ImportPlan): boolean =>
  timeMs === null || splitMs === null || timeMs >= splitMs;

/** Waits where others would be asked to come again. */
async function post(
  { ingest, now, isStopping }: SendTableDeps,
  model: Model,
  kind: RowKind,
  body: string,
): Promise<IngestResult> {
  const untilMs = now() + PATIENCE_MS;
  for (;;) {
    try {
      ingest.requireRoom();
      return await ingest.accept(model, kind, splitRows(Buffer.from(body), 'ndjson'));
    } catch (error) {
      const passes = error instanceof ApiError && error.retryAfterSeconds !== undefined;
      if (!passes || isStopping() || now() > untilMs) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
