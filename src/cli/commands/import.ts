import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { ErrorBody } from '../../contract/errors.ts';
import type { IngestResult } from '../../contract/ingest.ts';
import { CLOCKS, type ModelBody, TASKS } from '../../contract/model.ts';
import { BadFileError, readRows } from '../../server/files/read-file.ts';
import { type ImportTally, type ShapedRow, sendRows } from '../../server/files/send-rows.ts';
import {
  type ColumnMapping,
  type ShapingContext,
  shapeLabel,
  shapePrediction,
} from '../../server/files/shape-import-row.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import { type Connection, connect } from '../connection.ts';
import { FILE_FORMATS, type FileFormat, fileKindOf } from '../import/file-format.ts';
import { showProgress } from '../import/progress.ts';
import { collectRefusals } from '../import/refusals.ts';
import { printGuesses, type SetUpOptions, setUpModel } from '../import/set-up-model.ts';
import { splitNames } from '../split-names.ts';

type ColumnOption = Exclude<keyof ColumnMapping, 'exclude' | 'version'> | 'versionColumn';

interface ImportOptions extends Partial<Record<ColumnOption, string>> {
  readonly as?: 'predictions' | 'labels';
  readonly exclude?: string;
  readonly format?: FileFormat;
  readonly refused?: string;
  readonly patience: string;
}

const NEEDS_KIND = 'Say what the rows are: --as predictions or --as labels.';
const NEEDS_MODEL =
  'Rows are sent to a model that is there: leeway import <model> <file> --as predictions.';

export function importCommand(): Command {
  return new Command('import')
    .description('make a watched model of a file, or send its rows to a model that is there')
    .usage('[options] [model] <file>')
    .argument('<model-or-file>', 'a file alone, or the name of a model that is there and then')
    .argument('[file]', 'CSV, NDJSON or Parquet, by its name; .gz too')
    .addOption(
      new Option('--as <kind>', 'what the rows are; with the name of a model').choices([
        'predictions',
        'labels',
      ]),
    )
    .option('--dry-run', 'of a file alone: say what it is taken to be and why, and do nothing')
    .option('--model <name>', 'of a file alone: the model to make (default: the file’s name)')
    .option('--baseline <file>', 'of a file alone: another file that becomes the baseline')
    .option('--split <time>', 'rows before it are the baseline; none: all of them are')
    .option('--segment-by <columns>', 'features to look at value by value, separated by commas')
    .addOption(new Option('--task <task>', 'what the model answers').choices(TASKS))
    .option('--classes <names>', 'classes it chooses from, separated by commas')
    .option('--positive-class <name>', 'class that the score of a binary model is about')
    .option('--time-zone <name>', 'IANA name; days of windows are local days (default: UTC)')
    .addOption(
      new Option('--clock <clock>', 'replay: play the file back; wall: it is live').choices(CLOCKS),
    )
    .option('--no-monitors', 'of a file alone: do not make the recommended monitors')
    .option('--id <column>', 'prediction id (default: the file’s name and the row’s number)')
    .option('--time <column>', 'time of the prediction (default: time)')
    .option('--score <column>', 'score of the positive class, or of the decision')
    .option('--decision <column>', 'class that was chosen')
    .option('--value <column>', 'number that was predicted')
    .option('--label <column>', 'the truth; no feature of predictions')
    .option('--output <column>', 'output that a label is about')
    .option('--labelled-at <column>', 'when the truth was known')
    .option('--predicted-at <column>', 'time of a label’s prediction (default: as --time)')
    .option('--version-column <column>', 'version of the model')
    .option('--weight <column>', 'weight of the row')
    .option('--latency <column>', 'milliseconds the answer took')
    .option('--exclude <columns>', 'columns to leave out, separated by commas')
    .addOption(new Option('--format <format>', 'if the name does not say').choices(FILE_FORMATS))
    .option('--refused <file>', 'write every refused row there, as NDJSON')
    .option(
      '--patience <seconds>',
      'how long to try again while the server cannot take rows',
      '300',
    )
    .addHelpText(
      'after',
      `
With a file alone, the server makes a model of it: the part before --split becomes the baseline, the
recommended monitors are made, and the rest is sent. What every column is, is guessed; --dry-run
prints the guesses, and the options below correct them.

With a model that is there, columns that no option names are features. Times are ISO 8601, in UTC unless they say otherwise,
or milliseconds since 1970. Importing the same file again changes nothing. The model is asked for
the kinds of its features, so a key, where one is needed, has to be of scope admin.

Exit codes: 0 every row accepted, 2 some refused, 1 none accepted or broken off.

Examples:
  leeway import churn.csv --dry-run
  leeway import churn.csv --model churn --label left
  leeway import churn january.csv --as predictions --id customer --time scored_at --score p
  leeway import churn truth.parquet --as labels --id customer --label churned`,
    )
    .action(async (first: string, second: string | undefined, _, command: Command) => {
      const options = command.opts<ImportOptions & SetUpOptions & { readonly dryRun?: true }>();
      if (second === undefined) {
        if (options.as !== undefined) throw new CommandError(NEEDS_MODEL);
        if (options.dryRun === true) return printGuesses(first, options);
        const { refusedByCode, predictions } = await setUpModel(connect(command), first, options);
        if (refusedByCode.length > 0) process.exitCode = predictions.accepted === 0 ? 1 : 2;
        return;
      }
      const [model, file] = [first, second];
      if (options.as === undefined) throw new CommandError(NEEDS_KIND);
      const tally = await importFile(connect(command), model, file, { ...options, as: options.as });
      if (tally.refused > 0) process.exitCode = tally.accepted === 0 ? 1 : 2;
    });
}

function mappingOf(options: ImportOptions): ColumnMapping {
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

async function importFile(
  connection: Connection,
  model: string,
  file: string,
  options: ImportOptions & { readonly as: 'predictions' | 'labels' },
): Promise<ImportTally> {
  const { format, gzip } = fileKindOf(file, options.format);
  const { size } = await stat(file).catch(() => {
    throw new CommandError(`There is no file ${file}.`);
  });
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
