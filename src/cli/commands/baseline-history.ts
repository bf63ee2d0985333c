import type { Command } from 'commander';
import type { BaselineBody } from '../../contract/baseline.ts';
import type {
  BaselineComparisonBody,
  BaselineProposalBody,
  ExcludedPeriodBody,
  HistoryBaselineAnswer,
} from '../../contract/baseline-history.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import { connect } from '../connection.ts';
import { shellQuote } from '../shell-quote.ts';

interface HistoryOptions {
  readonly from: string;
  readonly to: string;
  readonly exclude: readonly ExcludedPeriodBody[];
  readonly name?: string;
  readonly modelVersion?: string;
  readonly activate: boolean;
}

interface CompareOptions {
  readonly with?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: true;
}

const pathOf = (model: string, rest = '') =>
  `/v1/models/${encodeURIComponent(model)}/baselines${rest}`;
const print = (text: string) => process.stdout.write(`${text}\n`);

/** Baselines out of the model's own past. */
export function addHistoryCommands(baseline: Command): void {
  baseline
    .command('propose')
    .description('say which stretch of the past is best taken for normal, and why')
    .argument('<model>', 'name of the model')
    .option('--json', 'print the answer of the server')
    .action(async (model: string, options: { json?: true }, command: Command) => {
      const path = pathOf(model, '/proposal');
      const { body } = await callApi<BaselineProposalBody>(connect(command), path);
      print(options.json === true ? JSON.stringify(body) : describeProposal(body, model));
    });

  baseline
    .command('from-history')
    .description('make a baseline of stored predictions and their labels')
    .argument('<model>', 'name of the model')
    .requiredOption('--from <time>', 'first moment, as ISO 8601 with a zone')
    .requiredOption('--to <time>', 'first moment after it')
    .option(
      '--exclude <start/end=reason>',
      'a part that is left out and never learnt from; may be said again',
      collectExcluded,
      [],
    )
    .option('--name <name>', 'what people call it')
    .option('--model-version <version>', 'of predictions of this version, for it alone')
    .option('--no-activate', 'leave the one in use as it is')
    .addHelpText(
      'after',
      `
Example:
  leeway baseline from-history churn --from 2026-03-02T00:00Z --to 2026-03-30T00:00Z \\
    --exclude 2026-03-14T00:00Z/2026-03-16T00:00Z=holiday`,
    )
    .action(async (model: string, options: HistoryOptions, command: Command) => {
      const { modelVersion, name, ...rest } = options;
      const json = {
        ...rest,
        ...(name === undefined ? {} : { name }),
        ...(modelVersion === undefined ? {} : { version: modelVersion }),
      };
      const path = pathOf(model, '/from-history');
      const call = { method: 'POST', json } as const;
      const { body } = await callApi<HistoryBaselineAnswer>(connect(command), path, call);
      const { baselineId, rows, sourceRows, active } = body.baseline;
      for (const warning of body.warnings) process.stderr.write(`note: ${warning}\n`);
      const use = active ? 'in use' : 'not in use';
      print(`${baselineId}: ${rows} predictions kept of ${sourceRows}, ${use}.`);
    });

  baseline
    .command('activate')
    .description('have monitors judge by another baseline from the next window on')
    .argument('<model>', 'name of the model')
    .argument('<baseline>', 'id of the baseline')
    .action(async (model: string, id: string, _options: object, command: Command) => {
      const path = pathOf(model, `/${encodeURIComponent(id)}/activate`);
      const { body } = await callApi<BaselineBody>(connect(command), path, { method: 'POST' });
      print(`${body.baselineId}: "${body.name}" is in use.`);
    });

  baseline
    .command('compare')
    .description('say how each column differs from a baseline, worst first')
    .argument('<model>', 'name of the model')
    .argument('<baseline>', 'id of the baseline')
    .option('--with <baseline>', 'another baseline (default: the last seven days)')
    .option('--from <time>', 'a period instead')
    .option('--to <time>', 'end of the period')
    .option('--json', 'print the answer of the server')
    .action(async (model: string, id: string, options: CompareOptions, command: Command) => {
      const { json, ...asked } = options;
      const query = new URLSearchParams({ ...asked });
      const path = pathOf(model, `/${encodeURIComponent(id)}/comparison?${query}`);
      const { body } = await callApi<BaselineComparisonBody>(connect(command), path);
      print(json === true ? JSON.stringify(body) : describeComparison(body));
    });
}

function collectExcluded(
  text: string,
  before: readonly ExcludedPeriodBody[],
): ExcludedPeriodBody[] {
  const [, from, to, reason = ''] = /^([^/=]+)\/([^/=]+)(?:=(.*))?$/.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    throw new CommandError(`--exclude takes start/end or start/end=reason, not ${text}.`);
  }
  return [...before, { from, to, reason }];
}

function describeProposal({ proposal, why, against }: BaselineProposalBody, model: string): string {
  const others = against.map(({ from, to, reason }) => `  ${from}/${to}\t${reason}`);
  const rest = others.length === 0 ? [] : ['Against other days:', ...others];
  if (proposal === null) return [why, ...rest].join('\n');
  const { from, to, days, rows, reasons, exclude } = proposal;
  const left = exclude.flatMap((one) => ['--exclude', `${one.from}/${one.to}=${one.reason}`]);
  const make = ['baseline', 'from-history', model, '--from', from, '--to', to, ...left];
  return [
    `${from} to ${to}: ${days} days, ${rows} predictions`,
    ...reasons.map((reason) => `  ${reason}`),
    ...rest,
    `Make it: leeway ${make.map(shellQuote).join(' ')}`,
  ].join('\n');
}

function describeComparison({ drifted, compared, columns, notes }: BaselineComparisonBody): string {
  const lines = columns.map(({ name, severity, metric, value, sentence }) =>
    [severity, name, metric ?? '', value === null ? '' : value.toPrecision(3), sentence].join('\t'),
  );
  return [`${drifted} of ${compared} columns differ`, ...notes, ...lines].join('\n');
}
