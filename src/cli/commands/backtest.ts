import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { BacktestBody, BacktestRequestBody } from '../../contract/backtest.ts';
import type { MonitorDraftBody } from '../../contract/monitor.ts';
import { describeBacktest } from '../backtest/describe-backtest.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import { connect } from '../connection.ts';

interface BacktestOptions {
  readonly monitor?: string;
  readonly file?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: true;
}

export function backtestCommand(): Command {
  return new Command('backtest')
    .description('say when a monitor would have raised an alert in the past; saves nothing')
    .argument('<model>', 'name of the model')
    .option('--monitor <name>', 'a monitor of the model, by name or id')
    .option('--file <draft.json>', 'a monitor that was not saved, as POST …/monitors takes it')
    .option('--from <time>', 'windows that begin then or later')
    .option('--to <time>', 'windows that end by then')
    .option('--json', 'print the answer of the server')
    .addHelpText(
      'after',
      `
Example:
  leeway backtest churn --monitor 'recommended, daily' --from 2026-01-01T00:00Z`,
    )
    .action(async (model: string, options: BacktestOptions, command: Command) => {
      const json = await readRequest(options);
      const path = `/v1/models/${encodeURIComponent(model)}/backtest`;
      const { body } = await callApi<BacktestBody>(connect(command), path, {
        method: 'POST',
        json,
      });
      const text = options.json === true ? JSON.stringify(body) : describeBacktest(body);
      process.stdout.write(`${text}\n`);
    });
}

async function readRequest(options: BacktestOptions): Promise<BacktestRequestBody> {
  const { monitor, file, from, to } = options;
  if ((monitor === undefined) === (file === undefined)) {
    throw new CommandError('Say which monitor: --monitor NAME, or --file draft.json.');
  }
  return {
    ...(monitor === undefined ? {} : { monitor }),
    ...(file === undefined ? {} : { draft: await readDraft(file) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

async function readDraft(file: string): Promise<MonitorDraftBody> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandError(`There is no file ${file}.`);
  });
  try {
    return JSON.parse(text) as MonitorDraftBody;
  } catch {
    throw new CommandError(`${file} is not JSON.`);
  }
}
