import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Command, Option } from 'commander';
import type { BaselineQuery, CreatedBaselineBody } from '../../contract/baseline.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import { connect } from '../connection.ts';
import { CONTENT_TYPES, FILE_FORMATS, type FileFormat, fileKindOf } from '../import/file-format.ts';
import { addHistoryCommands } from './baseline-history.ts';
import { createRecommended, describeCreated } from './monitor.ts';

interface BaselineOptions extends Omit<BaselineQuery, 'predictionId' | 'version'> {
  readonly id?: string;
  readonly modelVersion?: string;
  readonly format?: FileFormat;
  readonly monitors?: 'recommended';
}

export function baselineCommand(): Command {
  const baseline = new Command('baseline').description('make the periods that others compare with');
  baseline
    .command('create')
    .description('make a baseline of a file; registers the features it finds')
    .argument('<model>', 'name of the model')
    .argument('<file>', 'CSV, NDJSON or Parquet, by its name; .gz too')
    .option('--name <name>', 'what people call it')
    .option('--model-version <version>', 'model version it belongs to (default: all)')
    .option('--id <column>', 'prediction id, which is no feature')
    .option('--time <column>', 'time of the prediction')
    .option('--score <column>', 'score of the positive class, or of the decision')
    .option('--decision <column>', 'class that was chosen')
    .option('--value <column>', 'number that was predicted')
    .option('--label <column>', 'the truth')
    .option('--output <name>', 'output these belong to (default: the first)')
    .option('--version-column <column>', 'model version of each row')
    .option('--weight <column>', 'weight of the row')
    .option('--latency <column>', 'milliseconds the answer took')
    .option('--exclude <columns>', 'columns that are no features, separated by commas')
    .option('--seed <number>', 'of the sample kept of more than 200,000 rows')
    .addOption(new Option('--format <format>', 'if the name does not say').choices(FILE_FORMATS))
    .addOption(
      new Option('--monitors <set>', 'watch the model by what the baseline tells').choices([
        'recommended',
      ]),
    )
    .addHelpText(
      'after',
      `
Example:
  leeway baseline create churn train.csv --time scored_at --score p --label churned --exclude id`,
    )
    .action(async (model: string, file: string, options: BaselineOptions, command: Command) => {
      const { monitors, ...columns } = options;
      const { format, gzip } = fileKindOf(file, columns.format);
      await access(file).catch(() => {
        throw new CommandError(`There is no file ${file}.`);
      });
      const path = `/v1/models/${encodeURIComponent(model)}/baselines?${queryOf(columns)}`;
      const connection = connect(command);
      const { body } = await callApi<CreatedBaselineBody>(connection, path, {
        method: 'POST',
        type: CONTENT_TYPES[format],
        ...(gzip ? { encoding: 'gzip' } : {}),
        body: () => Readable.toWeb(createReadStream(file)) as ReadableStream,
      });
      describe(body);
      if (monitors === undefined) return;
      process.stderr.write(`${describeCreated(await createRecommended(connection, model))}\n`);
    });
  addHistoryCommands(baseline);
  return baseline;
}

function queryOf({
  id,
  modelVersion,
  format: _,
  ...rest
}: Omit<BaselineOptions, 'monitors'>): URLSearchParams {
  const query = new URLSearchParams();
  const values = { ...rest, predictionId: id, version: modelVersion };
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query;
}

function describe({ baseline, features, warnings }: CreatedBaselineBody): void {
  for (const feature of features) {
    const range = feature.range === null ? '' : `${feature.range.join(' … ')}`;
    const marks = feature.identifier ? 'identifier' : '';
    const fields = [feature.name, feature.kind, range || feature.categories.slice(0, 5).join(', ')];
    process.stdout.write(`${[...fields, marks].join('\t').trimEnd()}\n`);
  }
  for (const warning of warnings) process.stderr.write(`note: ${warning}\n`);
  process.stderr.write(
    `${baseline.baselineId}: ${baseline.rows} rows kept of ${baseline.sourceRows}, ${features.length} features.\n`,
  );
}
