import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { ORIGINS } from './period.ts';
import { createPhases } from './phases.ts';
import { findFlightsFile, readFlights } from './read-flights.ts';
import { runDemo } from './run-demo.ts';
import { startDemoServer } from './server-process.ts';
import { MODEL } from './set-up-model.ts';

interface Options {
  readonly once?: boolean;
  readonly seed: number;
  readonly port: number;
}

const DEFAULT_SEED = 1;

export function demoCommand(): Command {
  return new Command('demo')
    .description('play half a year of real flights with one injected fault to a server of its own')
    .option('--once', 'print a summary as JSON and stop; exit code 0 only if the fault was found')
    .option('--seed <n>', 'draws the airport and the date of the fault', wholeNumber, DEFAULT_SEED)
    .option('--port <port>', 'port of the server, 0 for any free one', wholeNumber, 0)
    .addHelpText(
      'after',
      `
The question: at take-off, will this flight arrive more than 15 minutes late? A small model is
fitted on January 2001; February to June are replayed through the public API, day by day, labels
at the estimated arrival. Needs the npm package vega-datasets, which has the flights.`,
    )
    .action(async (_, command: Command) => {
      await demo(command.optsWithGlobals<Options>());
    });
}

async function demo({ once: justOnce, seed, port }: Options): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const phases = createPhases(() => performance.now());
  const file = findFlightsFile();
  say('Starting a server of its own, reading the flights.');

  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const server = await phases.time('start', () => startDemoServer(port));
  const { url } = server.connection;
  try {
    const work = async () => {
      const flights = await phases.time('read', () => readFlights(file, new Set(ORIGINS)));
      return runDemo(server.connection, { seed, flights, phases, say });
    };
    const working = work();
    // What is under way when somebody interrupts fails once the server is gone.
    working.catch(() => {});
    const summary = await Promise.race([working, interrupted.then(() => null)]);
    if (summary === null) {
      process.exitCode = 130;
      return;
    }
    say(
      summary.detected
        ? `Found: ${summary.firstAlarm?.explanation ?? ''}`
        : 'NOT FOUND in the first full day.',
    );
    if (justOnce === true) {
      const report = { ...summary, seconds: phases.seconds(), url };
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      process.exitCode = summary.detected ? 0 : 1;
      return;
    }
    process.stdout.write(`The dashboard is at ${url}/models/${MODEL}. Ctrl-C ends it.\n`);
    await interrupted;
  } finally {
    await server.stop();
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}
