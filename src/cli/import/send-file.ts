import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ErrorBody } from '../../contract/errors.ts';
import type { IngestResult } from '../../contract/ingest.ts';
import type { ModelBody } from '../../contract/model.ts';
import { BadFileError, readRows } from '../../server/files/read-file.ts';
import { type ImportTally, type ShapedRow, sendRows } from '../../server/files/send-rows.ts';
import {
  type ColumnMapping,
  type ShapingContext,
  shapeLabel,
  shapePrediction,
} from '../../server/files/shape-import-row.ts';
import { requireCommas } from '../../server/set-up/look-at-csv.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import type { Connection } from '../connection.ts';
import { splitNames } from '../split-names.ts';
import { type FileFormat, fileKindOf } from './file-format.ts';
import { showProgress } from './progress.ts';
import { collectRefusals } from './refusals.ts';

type ColumnOption = Exclude<keyof ColumnMapping, 'exclude' | 'version'> | 'versionColumn';

export interface SendOptions extends Partial<Record<ColumnOption, string>> {
  readonly as?: 'predictions' | 'labels';
  readonly exclude?: string;
  readonly format?: FileFormat;
  readonly refused?: string;
  readonly patience: string;
}

function mappingOf(options: SendOptions): ColumnMapping {
  return {
    id: options.id ?? null,
    time: options.time ?? (options.as === 'predictions' ? 'time' : null),
    version: options.versionColumn ?? null,
    score: options.score ?? null,
    decision: options.decision ?? null,
    value: options.value ?? null,
    weight: options.weight ?? null,
    latency: options.latency ?? null,
    label: options.label ?? (options.as === 'labels' ? 'label' : null),
    predictedAt: options.predictedAt ?? null,
    labelledAt: options.labelledAt ?? null,
    output: options.output ?? null,
    exclude: splitNames(options.exclude ?? ''),
  };
}

/** A misspelt column would be silently empty in every row. */
function checkColumns(mapping: ColumnMapping, row: object): void {
  const { exclude, ...columns } = mapping;
  for (const [name, column] of Object.entries(columns)) {
    if (column !== null && !(column in row)) {
      throw new CommandError(
        `The file has no column '${column}' (${name}). It has: ${Object.keys(row).join(', ')}.`,
      );
    }
  }
}

/** Sends the rows of a file to a model that is there. */
export async function sendFile(
  connection: Connection,
  model: string,
  file: string,
  options: SendOptions & { readonly as: 'predictions' | 'labels' },
): Promise<ImportTally> {
  const { size } = await stat(file).catch(() => {
    throw new CommandError(`There is no file ${file}.`);
  });
  const { format, gzip } = fileKindOf(file, options.format);
  const path = `/v1/models/${encodeURIComponent(model)}`;
  const { features, outputs } = (await callApi<ModelBody>(connection, path)).body;
  const mapping = mappingOf(options);
  const context: ShapingContext = {
    mapping,
    kinds: new Map(features.map((feature) => [feature.name, feature.kind])),
    numericLabels: outputs.length > 0 && outputs.every((one) => one.task === 'regression'),
    idPrefix: `${basename(file)}#`,
  };
  const shape = options.as === 'predictions' ? shapePrediction : shapeLabel;

  async function* shapedRows(): AsyncGenerator<ShapedRow> {
    // Rows of NDJSON name what they have; the first one need not have everything.
    let checked = format === 'ndjson';
    for await (const batch of readRows(file, format, { gzip, onOpen })) {
      for (const { number, values } of batch) {
        if (!checked) checkColumns(mapping, values);
        checked = true;
        yield { rowNumber: number, shaped: shape(values, number, context) };
      }
    }
  }

  let source: { readonly bytesRead: number } | undefined;
  const onOpen = (opened: { readonly bytesRead: number }) => {
    source = opened;
  };
  const patienceMs = Number(options.patience) * 1_000;
  const refusals = collectRefusals(options.refused);
  const progress = showProgress(process.stderr, () => performance.now(), format !== 'parquet');
  const startedAt = performance.now();
  try {
    if (format === 'csv') await requireCommas({ path: file, gzip });
    const tally = await sendRows(shapedRows(), {
      post: (body) => postRows(connection, `${path}/${options.as}`, body, patienceMs),
      onRefused: refusals.add,
      onProgress: (sofar) => progress.update(sofar, (source?.bytesRead ?? 0) / Math.max(1, size)),
    });
    progress.stop();
    const seconds = Math.max(0.001, (performance.now() - startedAt) / 1_000);
    for (const line of refusals.describe()) process.stderr.write(`${line}\n`);
    process.stdout.write(
      `${tally.accepted} accepted (${tally.repeated} of them seen before), ` +
        `${tally.refused} refused; ${Math.round(tally.sent / seconds)} rows/s\n`,
    );
    return tally;
  } catch (error) {
    progress.stop();
    if (error instanceof BadFileError) throw new CommandError(`${file}: ${error.message}`);
    throw error;
  } finally {
    await refusals.close();
  }
}

/** A batch of nothing but refused rows is an answer like any other here. */
async function postRows(
  connection: Connection,
  path: string,
  body: string,
  patienceMs: number,
): Promise<IngestResult> {
  const answer = await callApi<IngestResult | ErrorBody>(connection, path, {
    method: 'POST',
    type: 'application/x-ndjson',
    body: () => body,
    accept: [400],
    patienceMs,
  });
  if (!('error' in answer.body)) return answer.body;
  const { code, message, detail } = answer.body.error;
  if (code === 'all_rows_refused') return detail as unknown as IngestResult;
  throw new CommandError(`${message} ${JSON.stringify(detail ?? '')} [${code}]`);
}
