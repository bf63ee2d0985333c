#!/usr/bin/env node
import { Command } from 'commander';
import { readVersion } from '../server/version.ts';
import { alertCommand } from './commands/alert.ts';
import { backtestCommand } from './commands/backtest.ts';
import { backupCommand } from './commands/backup/backup.ts';
import { restoreCommand } from './commands/backup/restore.ts';
import { baselineCommand } from './commands/baseline.ts';
import { channelCommand } from './commands/channel/channel.ts';
import { demoCommand } from './commands/demo/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { importCommand } from './commands/import.ts';
import { keysCommand } from './commands/keys.ts';
import { modelCommand } from './commands/model.ts';
import { monitorCommand } from './commands/monitor.ts';
import { reportCommand } from './commands/report/report.ts';
import { routeCommand } from './commands/route/route.ts';
import { serveCommand } from './commands/serve.ts';
import { silenceCommand } from './commands/silence.ts';
import { reportFailure } from './report-failure.ts';

const program = new Command('leeway')
  .description('Tells you how far your models have drifted, why, and what to do about it.')
  .version(readVersion())
  .option('--url <url>', 'server to talk to (default: the one that runs on the data directory)')
  .option('--key <key>', 'API key (default: LEEWAY_KEY)')
  .option('--data-dir <path>', 'data directory (default: LEEWAY_DATA_DIR)')
  .showHelpAfterError('(see --help)')
  .enablePositionalOptions(false)
  .addHelpText(
    'after',
    `
Exit codes: 0 done, 1 failed, 2 done in part (some rows were refused).`,
  );

const commands = [
  serveCommand(),
  modelCommand(),
  baselineCommand(),
  monitorCommand(),
  alertCommand(),
  channelCommand(),
  routeCommand(),
  backtestCommand(),
  silenceCommand(),
  importCommand(),
  keysCommand(),
  backupCommand(),
  restoreCommand(),
  doctorCommand(),
  demoCommand(),
  reportCommand(),
];
for (const command of commands) program.addCommand(showingGlobalOptions(command));

/** `--url`, `--key` and `--data-dir` go with every command, so the help of each names them. */
function showingGlobalOptions(command: Command): Command {
  command.configureHelp({ showGlobalOptions: true });
  for (const one of command.commands) showingGlobalOptions(one);
  return command;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
