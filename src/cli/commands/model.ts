import { Command, InvalidArgumentError, Option } from 'commander';
import { CELLS, CLOCKS, type ModelBody, type ModelDraftBody, TASKS } from '../../contract/model.ts';
import { callApi } from '../call-api.ts';
import { connect } from '../connection.ts';
import { splitNames } from '../split-names.ts';

interface ModelOptions {
  readonly task?: (typeof TASKS)[number];
  readonly classes?: string;
  readonly positiveClass?: string;
  readonly timeZone?: string;
  readonly clock?: (typeof CLOCKS)[number];
  readonly cell?: (typeof CELLS)[number];
  readonly lateness?: number;
  readonly segmentBy?: string;
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

function parseDurationMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const durationMs = Number(count) * (UNITS_MS[unit] ?? Number.NaN);
  if (!Number.isFinite(durationMs))
    throw new InvalidArgumentError('Write it as 90s, 5m, 2h or 1d.');
  return durationMs;
}

export function modelCommand(): Command {
  const model = new Command('model').description('register models and look at them');
  model
    .command('create')
    .description('register a model, or change one; what is left out stays as it is')
    .argument('<name>', 'name of the model')
    .addOption(new Option('--task <task>', 'what it answers').choices(TASKS))
    .option('--classes <names>', 'classes it chooses from, separated by commas')
    .option('--positive-class <name>', 'class that the score of a binary model is about')
    .option('--time-zone <name>', 'IANA name; days of windows are local days (default: UTC)')
    .addOption(
      new Option(
        '--clock <clock>',
        'wall: by the server’s clock, replay: by explicit calls',
      ).choices(CLOCKS),
    )
    .addOption(new Option('--cell <length>', 'grain of the counts (default: 1h)').choices(CELLS))
    .option('--lateness <duration>', 'how long windows wait for late rows', parseDurationMs)
    .option('--segment-by <features>', 'features to look at value by value, separated by commas')
    .addHelpText(
      'after',
      `
Example:
  leeway model create churn --task binary --classes stay,leave --positive-class leave`,
    )
    .action(async (name: string, options: ModelOptions, command: Command) => {
      const path = `/v1/models/${encodeURIComponent(name)}`;
      const json = draftOf(options);
      const answer = await callApi<ModelBody>(connect(command), path, { method: 'PUT', json });
      process.stdout.write(`${answer.status === 201 ? 'created' : 'changed'} ${name}\n`);
    });
  model
    .command('list')
    .description('list the models of the project')
    .action(async (_, command: Command) => {
      const path = '/v1/models';
      const { body } = await callApi<{ models: readonly ModelBody[] }>(connect(command), path);
      for (const one of body.models) {
        const tasks = one.outputs.map((output) => output.task).join(',');
        const fields = [
          one.name,
          tasks,
          one.clock,
          one.timeZone,
          `${one.features.length} features`,
        ];
        process.stdout.write(`${fields.join('\t')}\n`);
      }
    });
  return model;
}

function draftOf(options: ModelOptions): ModelDraftBody {
  const { task, classes, positiveClass, timeZone, clock, cell, lateness, segmentBy } = options;
  const output = {
    ...(classes === undefined ? {} : { classes: splitNames(classes) }),
    ...(positiveClass === undefined ? {} : { positiveClass }),
  };
  return {
    ...(task === undefined ? {} : { outputs: [{ task, ...output }] }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(clock === undefined ? {} : { clock }),
    ...(cell === undefined ? {} : { cell }),
    ...(lateness === undefined ? {} : { latenessMs: lateness }),
    ...(segmentBy === undefined ? {} : { segmentBy: splitNames(segmentBy) }),
  };
}
