import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { createPhases } from './phases.ts';
import { startDemoServer } from './server-process.ts';

interface Options {
  readonly once?: boolean;
  readonly yes?: boolean;
  readonly synthetic?: boolean;
  readonly seed: number;
  readonly port: number;
  readonly airports?: number;
}

const DEFAULT_SEED = 1;
const INTERRUPTED = 130;

export function demoCommand(): Command {
  return new Command('demo')
    .description('play half a year of real flights with two injected faults to a server of its own')
    .option('--once', 'print a summary as JSON and stop; exit code 0 only if both were found')
    .option('--seed <n>', 'draws the airports and dates of the faults', wholeNumber, DEFAULT_SEED)
    .option('--airports <n>', 'flights from the n busiest airports only (default: all)', several)
    .option('--yes', 'fetch the flights by npm without a question if they are not there')
    .option('--synthetic', 'make flights up, for want of a network')
    .option('--port <port>', 'port of the server, 0 for any free one', wholeNumber, 0)
    .addHelpText(
      'after',
      `
The question: at take-off, will this flight arrive more than 15 minutes late? A small model is
fitted on January 2001; February to June are replayed through the public API, hour by hour, labels
at the estimated arrival. Three million flights come from the npm package vega-datasets.`,
    )
    .action(async (_, command: Command) => {
      await demo(command.optsWithGlobals<Options>());
    });
}

async function demo(options: Options): Promise<void> {
  // What only the demo needs must not be in the way of the other commands.
  const { prepareFlights } = await import('./prepare-flights.ts');
  const { runDemo } = await import('./run-demo.ts');
  const { createProgress } = await import('./progress.ts');
  const { MODEL } = await import('./set-up-model.ts');

  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const phases = createPhases(() => performance.now());
  const { flights, source } = await phases.time('read', () => prepareFlights(options, say));
  say('Starting a server of its own.');

  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const server = await phases.time('start', () => startDemoServer(options.port));
  const { url } = server.connection;
  try {
    const screen = {
      isTerminal: process.stderr.isTTY === true,
      say,
      nowMs: () => performance.now(),
    };
    const working = runDemo(server.connection, {
      seed: options.seed,
      flights,
      phases,
      say,
      startProgress: (totalRows) => createProgress(totalRows, screen),
    });
    // What is under way when somebody interrupts fails once the server is gone.
    working.catch(() => {});
    const summary = await Promise.race([working, interrupted.then(() => null)]);
    if (summary === null) {
      process.exitCode = INTERRUPTED;
      return;
    }
    for (const { fault, detected, firstAlarm } of summary.faults) {
      say(`${detected ? 'Found' : 'NOT FOUND in the first full day'}: ${fault.description}.`);
      if (firstAlarm !== null) say(`  ${firstAlarm.explanation}`);
    }
    const { modelDays, criticalAlerts } = summary.withoutFault;
    say(`Critical alerts on the ${modelDays} days without an injected fault: ${criticalAlerts}.`);
    if (options.once === true) {
      const report = { source, ...summary, seconds: phases.seconds(), url };
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      process.exitCode = summary.detected ? 0 : 1;
      return;
    }
    process.stdout.write(`The dashboard is at ${url}/models/${MODEL}. Ctrl-C ends it.\n`);
    await interrupted;
  } finally {
    await server.stop();
    // What was under way would go on asking a server that is gone.
    if (process.exitCode === INTERRUPTED) process.exit();
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}

function several(text: string): number {
  const number = wholeNumber(text);
  if (number < 2) throw new InvalidArgumentError('each fault needs an airport of its own');
  return number;
}
