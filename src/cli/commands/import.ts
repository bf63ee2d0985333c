import { Command, Option } from 'commander';
import { CLOCKS, TASKS } from '../../contract/model.ts';
import { CommandError } from '../command-error.ts';
import { connect } from '../connection.ts';
import { FILE_FORMATS } from '../import/file-format.ts';
import { type SendOptions, sendFile } from '../import/send-file.ts';
import { printGuesses, type SetUpOptions, setUpModel } from '../import/set-up-model.ts';

const NEEDS_KIND = 'Say what the rows are: --as predictions or --as labels.';
const NEEDS_MODEL =
  'Rows are sent to a model that is there: leeway import <model> <file> --as predictions.';

/** Options that only one of the two ways has: the other would silently pass over them. */
const OF_FILE_ALONE = [
  ...['dryRun', 'model', 'baseline', 'split', 'segmentBy', 'task', 'classes', 'positiveClass'],
  ...['timeZone', 'clock', 'monitors'],
];
const OF_MODEL = ['output', 'labelledAt', 'predictedAt', 'refused', 'patience'];

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
prints the guesses and what would be made, checked as the import checks it; the options below correct
them. Exit code 1: it would be refused.

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
      const options = command.opts<SendOptions & SetUpOptions & { readonly dryRun?: true }>();
      if (second === undefined) {
        if (options.as !== undefined) throw new CommandError(NEEDS_MODEL);
        refuseOptions(command, OF_MODEL, 'goes with the name of a model and --as');
        if (options.dryRun === true) return printGuesses(first, options);
        const { refusedByCode, predictions } = await setUpModel(connect(command), first, options);
        if (refusedByCode.length > 0) process.exitCode = predictions.accepted === 0 ? 1 : 2;
        return;
      }
      const [model, file] = [first, second];
      refuseOptions(command, OF_FILE_ALONE, 'is of a file alone, without the name of a model');
      if (options.as === undefined) throw new CommandError(NEEDS_KIND);
      const tally = await sendFile(connect(command), model, file, { ...options, as: options.as });
      if (tally.refused > 0) process.exitCode = tally.accepted === 0 ? 1 : 2;
    });
}

function refuseOptions(command: Command, names: readonly string[], why: string): void {
  const given = command.options.find(
    (option) =>
      names.includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (given !== undefined) throw new CommandError(`${given.long} ${why}.`);
}
