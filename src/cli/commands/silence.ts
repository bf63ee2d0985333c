import { Command, Option } from 'commander';
import {
  SILENCE_STATES,
  type SilenceBody,
  type SilenceDraftBody,
  type SilencePreviewBody,
} from '../../contract/silence.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import { connect } from '../connection.ts';
import { describePreview, describeSilence } from '../silence/describe-silence.ts';
import { readDuration } from '../silence/read-duration.ts';

interface AddOptions {
  readonly for?: string;
  readonly from?: string;
  readonly until?: string;
  readonly cron?: string;
  readonly lasting?: string;
  readonly timeZone?: string;
  readonly author?: string;
  readonly comment: string;
}

const MATCHERS = 'what it mutes, such as model=churn or column=~"inc.*"; all have to hold';

export function silenceCommand(): Command {
  const silence = new Command('silence').description(
    'tell nobody of some alerts for a while; they are evaluated and shown all the same',
  );
  silence
    .command('add')
    .description('begin a silence, or a maintenance window that repeats')
    .argument('<matcher...>', MATCHERS)
    .requiredOption('--comment <text>', 'why')
    .option('--for <duration>', 'how long, such as 30m, 4h or 2d')
    .option('--until <time>', 'when it ends, in ISO 8601')
    .option('--from <time>', 'when it begins, in ISO 8601 (default: now)')
    .option('--cron <pattern>', 'begin again and again by these five fields of cron')
    .option('--lasting <duration>', 'how long each time, with --cron')
    .option('--time-zone <name>', 'zone of the pattern (default: that of the model, else UTC)')
    .option('--author <name>', 'who says so (default: the name of the key)')
    .option('--json', 'print the answer of the server')
    .addHelpText(
      'after',
      `
Examples:
  leeway silence add model=churn severity!=critical --for 4h --comment "backfill of May"
  leeway silence add 'model=~".+"' --cron "0 2 * * SUN" --lasting 3h --until 2030-01-01 --comment "weekly reload"`,
    )
    .action(async (matchers: string[], options: AddOptions & JsonOption, command: Command) => {
      const json = draftOf(matchers, options, Date.now());
      const call = { method: 'POST', json } as const;
      const { body } = await callApi<SilenceBody>(connect(command), '/v1/silences', call);
      print(options.json === true ? JSON.stringify(body) : describeSilence(body));
    });
  silence
    .command('list')
    .description('list silences and maintenance windows')
    .addOption(
      new Option('--state <state>', 'only those (default: what is not over)').choices([
        ...SILENCE_STATES,
        'all',
      ]),
    )
    .option('--json', 'print the answer of the server')
    .action(async (options: { state?: string } & JsonOption, command: Command) => {
      const { state } = options;
      const query = state === undefined || state === 'all' ? '' : `?state=${state}`;
      const path = `/v1/silences${query}`;
      const { body } = await callApi<{ silences: SilenceBody[] }>(connect(command), path);
      const silences = body.silences.filter(
        (one) => state !== undefined || one.state !== 'expired',
      );
      if (options.json === true) print(JSON.stringify({ silences }));
      else for (const one of silences) print(describeSilence(one));
    });
  silence
    .command('expire')
    .description('end a silence now; people are told of what still fires')
    .argument('<id>', 'id of the silence, as listed')
    .action(async (silenceId: string, _, command: Command) => {
      const path = `/v1/silences/${encodeURIComponent(silenceId)}/expire`;
      await callApi<SilenceBody>(connect(command), path, { method: 'POST' });
      process.stderr.write(`${silenceId} is over.\n`);
    });
  silence
    .command('preview')
    .description('list the alerts that a silence would mute, of now and of the last seven days')
    .argument('<matcher...>', MATCHERS)
    .option('--json', 'print the answer of the server')
    .action(async (matchers: string[], options: JsonOption, command: Command) => {
      const call = { method: 'POST', json: { matchers } } as const;
      const path = '/v1/silences/preview';
      const { body } = await callApi<SilencePreviewBody>(connect(command), path, call);
      print(options.json === true ? JSON.stringify(body) : describePreview(body));
    });
  return silence;
}

interface JsonOption {
  readonly json?: true;
}

export function draftOf(
  matchers: readonly string[],
  options: AddOptions,
  nowMs: number,
): SilenceDraftBody {
  const { from, until, cron, lasting, timeZone, author, comment } = options;
  if ((options.for === undefined) === (until === undefined)) {
    throw new CommandError('Say when it ends: either --for or --until.');
  }
  if ((cron === undefined) !== (lasting === undefined)) {
    throw new CommandError('--cron and --lasting belong together.');
  }
  const startMs = from === undefined ? nowMs : Date.parse(from);
  if (Number.isNaN(startMs)) throw new CommandError(`'${from}' is not a time in ISO 8601.`);
  return {
    matchers,
    comment,
    ...(from === undefined ? {} : { startsAt: from }),
    endsAt: until ?? startMs + readDuration(options.for ?? ''),
    ...(author === undefined ? {} : { author }),
    ...(cron === undefined
      ? {}
      : {
          repeat: {
            cron,
            durationMinutes: Math.round(readDuration(lasting ?? '') / 60_000),
            ...(timeZone === undefined ? {} : { timeZone }),
          },
        }),
  };
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
