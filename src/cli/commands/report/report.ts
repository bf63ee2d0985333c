import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { REPORT_SCHEMA, type ReportBody } from '../../../contract/report.ts';
import { CommandError } from '../../command-error.ts';
import { FILE_FORMATS, type FileFormat, fileKindOf } from '../../import/file-format.ts';
import { splitNames } from '../../split-names.ts';
import { describeReport } from './describe-report.ts';

interface ReportOptions {
  readonly html?: string;
  readonly json?: string;
  readonly failOn: 'warning' | 'critical';
  readonly prediction?: string;
  readonly score?: string;
  readonly label?: string;
  readonly positive?: string;
  readonly time?: string;
  readonly segment?: string;
  readonly exclude?: string;
  readonly format?: FileFormat;
  readonly falseAlarms: number;
  readonly exact?: boolean;
  readonly cache?: string;
  readonly schema?: boolean;
}

/** Exit code where drift was found, so that a pipeline can stop. */
const DRIFT = 1;
/** Exit code where the question makes no sense. */
const BAD_INPUT = 2;

export function reportCommand(): Command {
  return new Command('report')
    .description('compare two files: what drifted, and does it matter; needs no server')
    .argument('[reference]', 'file of how it was: CSV, NDJSON or Parquet, by its name; .gz too')
    .argument('[current]', 'file of how it is')
    .option('--html <file>', 'write a page for people there')
    .option('--json <file>', 'write the report for machines there; - for standard output')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this on')
        .choices(['warning', 'critical'])
        .default('critical'),
    )
    .option('--prediction <column>', 'class that was chosen, or number that was predicted')
    .option('--score <column>', 'score of the positive class')
    .option('--label <column>', 'the truth')
    .option(
      '--positive <class>',
      'class of the label that the score is about; found out if not said',
    )
    .option('--time <column>', 'time of the row; calm days of the reference are learnt from it')
    .option('--segment <column>', 'judge each of its values too')
    .option('--exclude <columns>', 'columns to leave out, separated by commas')
    .addOption(new Option('--format <format>', 'if the names do not say').choices(FILE_FORMATS))
    .option('--false-alarms <chance>', 'of any false alarm in the report', parseChance, 0.05)
    .option('--exact', 'compute distances from the rows instead of from bins')
    .option('--cache <directory>', 'keep there what was counted of references')
    .option('--schema', 'print the JSON Schema of --json and do nothing else')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_INPUT))
    .addHelpText(
      'after',
      `
Exit codes: 0 no drift at or beyond --fail-on, 1 drift, 2 the files or options make no sense.

Example:
  leeway report train.parquet last-week.parquet --time scored_at --score p --label churned \\
    --html drift.html --json drift.json`,
    )
    .action(
      async (reference: string | undefined, current: string | undefined, options, command) => {
        try {
          await report(reference, current, options as ReportOptions, command as Command);
        } catch (error) {
          throw error instanceof CommandError ? new CommandError(error.message, BAD_INPUT) : error;
        }
      },
    );
}

async function report(
  reference: string | undefined,
  current: string | undefined,
  options: ReportOptions,
  command: Command,
): Promise<void> {
  if (options.schema) {
    process.stdout.write(`${JSON.stringify(REPORT_SCHEMA, null, 2)}\n`);
    return;
  }
  if (reference === undefined || current === undefined) {
    throw new CommandError(`Two files are needed.\n${command.helpInformation()}`);
  }
  // Loaded here, because other commands need no engine.
  const [{ openReportEngine }, { ReportInputError }, { runReport }, { renderHtml }] =
    await Promise.all([
      import('../../../server/report/report-engine.ts'),
      import('../../../server/report/report-input-error.ts'),
      import('../../../server/report/run-report.ts'),
      import('../../../server/report/html/render-html.ts'),
    ]);
  const fileOf = (path: string) => ({ path, ...fileKindOf(path, options.format) });
  const order = {
    reference: fileOf(reference),
    current: fileOf(current),
    columns: {
      prediction: options.prediction ?? null,
      score: options.score ?? null,
      label: options.label ?? null,
      positive: options.positive ?? null,
      time: options.time ?? null,
      segment: options.segment ?? null,
      exclude: splitNames(options.exclude ?? ''),
    },
    falseAlarms: options.falseAlarms,
    exact: options.exact ?? false,
    cacheDirectory: options.cache ?? null,
  };
  const engine = await openReportEngine();
  try {
    const found = await runReport(engine, order);
    await write(found, options, renderHtml);
    if (reaches(found, options.failOn)) process.exitCode = DRIFT;
  } catch (error) {
    throw error instanceof ReportInputError ? new CommandError(error.message) : error;
  } finally {
    await engine.close();
  }
}

async function write(
  found: ReportBody,
  { html, json }: ReportOptions,
  render: (report: ReportBody) => string,
): Promise<void> {
  if (html !== undefined) await writeOut(html, render(found));
  if (json === '-') {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  if (json !== undefined) await writeOut(json, `${JSON.stringify(found, null, 2)}\n`);
  process.stdout.write(`${describeReport(found)}\n`);
}

async function writeOut(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${path} cannot be written: ${reason}.`);
  });
}

function reaches({ severity }: ReportBody, failOn: 'warning' | 'critical'): boolean {
  return severity === 'critical' || (failOn === 'warning' && severity === 'warning');
}

function parseChance(text: string): number {
  const chance = Number(text);
  if (chance > 0 && chance < 1) return chance;
  throw new InvalidArgumentError('It is a chance between 0 and 1.');
}
