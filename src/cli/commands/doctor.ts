import { Command } from 'commander';
import type { ReadinessBody } from '../../contract/readiness.ts';
import type { SelfWatchWire } from '../../contract/self-watch.ts';
import { readConfig } from '../../server/config.ts';
import { type Finding, ok, skipped, warning } from '../../server/doctor/finding.ts';
import { judgeHealth, judgeReadiness } from '../../server/doctor/judge-health.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import { type Connection, findConnection, type GlobalOptions } from '../connection.ts';

interface DoctorOptions extends GlobalOptions {
  readonly json?: boolean;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what is wrong with this installation, and what to do about it')
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      `
Works with the server up or down: the machine, the data directory, the port, both databases, and
what a running server says about itself. With --url only that server is looked at.
Exit codes: 0 nothing is wrong (there may be warnings), 1 something is.`,
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<DoctorOptions>();
      const findings = await examine(findConnection(command), options);
      const wrong = findings.some((one) => one.state === 'failed');
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ well: !wrong, findings }, null, 2)}\n`
          : `${describe(findings)}\n`,
      );
      if (wrong) process.exitCode = 1;
    });
}

async function examine(
  connection: Connection | null,
  options: GlobalOptions,
): Promise<readonly Finding[]> {
  const elsewhere = options.url !== undefined || process.env['LEEWAY_URL'] !== undefined;
  const ofServer = connection === null ? [noServer()] : await examineServer(connection);
  if (elsewhere) return ofServer;
  // Loaded here, because it brings both databases along.
  const { examineMachine } = await import('../../server/doctor/run-doctor.ts');
  const config = readConfig({ LEEWAY_DATA_DIR: options.dataDir });
  return [...(await examineMachine(config, connection !== null)), ...ofServer];
}

const noServer = () =>
  skipped('server', 'No server runs on the data directory. Start one: leeway serve.');

async function examineServer(connection: Connection): Promise<Finding[]> {
  const { url } = connection;
  try {
    const readiness = await callApi<ReadinessBody>(connection, '/readyz', { accept: [503] });
    const findings = [ok('server', `Answers at ${url}.`), judgeReadiness(readiness.body)];
    try {
      const { body } = await callApi<SelfWatchWire>(connection, '/v1/health');
      return [...findings, ...judgeHealth(body)];
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const todo = 'Pass a key that may read: --key or LEEWAY_KEY.';
      return [...findings, warning('health', error.message, todo)];
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const todo = 'Start it (leeway serve), or look at the address and at what is between.';
    return [{ check: 'server', state: 'failed', says: error.message, todo }];
  }
}

const MARKS = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ', skipped: '-      ' } as const;

function describe(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map((one) => one.check.length));
  const lines = findings.flatMap(({ check, state, says, todo }) => [
    `${MARKS[state]}  ${check.padEnd(width)}  ${says}`,
    ...(todo === null ? [] : [`${' '.repeat(width + 11)}${todo}`]),
  ]);
  const wrong = findings.filter((one) => one.state === 'failed').length;
  const end = wrong === 0 ? 'Nothing is wrong.' : `${wrong} wrong.`;
  return [...lines, '', end].join('\n');
}
