import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { readConfig } from '../../../server/config.ts';
import { createLogger } from '../../../server/logger.ts';
import { openStream } from '../../call-api.ts';
import { CommandError } from '../../command-error.ts';
import { type Connection, findConnection, type GlobalOptions } from '../../connection.ts';
import { explainBackupErrors } from './backup-failure.ts';
import { sizeText } from './byte-progress.ts';
import { describeFacts } from './describe-facts.ts';
import { chooseTarget, receiveBackup } from './receive-backup.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('write everything that both stores hold, as of one moment, into one file')
    .argument('<target>', 'a file, a folder to put one into, or - for standard output')
    .addHelpText(
      'after',
      `
Works with the server up (it goes on: rows are acknowledged and models are watched meanwhile) or
down (the stores are opened for it as they are). Run it on the machine of the server, under the
account of its data directory.
The file is read again before it gets its name; until then it ends in .unfinished. It holds the
secrets of channels, and is readable by its owner alone.
Put it back with leeway restore. More: docs/operations.md.`,
    )
    .action(async (target: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const path = target === '-' ? null : await chooseTarget(target, new Date());
      await explainBackupErrors(() => takeBackupTo(path, findConnection(command), options));
    });
}

async function takeBackupTo(
  path: string | null,
  connection: Connection | null,
  options: GlobalOptions,
): Promise<void> {
  const beganMs = performance.now();
  const keep = async (file: Readable) => {
    if (path === null) {
      await pipeline(file, process.stdout, { end: false });
      return;
    }
    const { bytes, facts } = await receiveBackup(file, path);
    const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
    process.stdout.write(
      `${describeFacts(facts)}\n${path}: ${sizeText(bytes)}, checked, in ${seconds} s.\n`,
    );
  };
  if (connection !== null) {
    const file = await openStream(connection, '/v1/backup', { method: 'POST' });
    await keep(file).catch((error: unknown) => {
      if (!isBrokenOff(error)) throw error;
      throw new CommandError('The server broke off. Its log says why; nothing was kept.');
    });
    return;
  }
  // Loaded here, because it brings both databases along.
  const { withOfflineBackup } = await import('../../../server/backup/offline-backup.ts');
  const config = readConfig({ LEEWAY_DATA_DIR: options.dataDir });
  await withOfflineBackup(config, createLogger('error'), keep);
}

const isBrokenOff = (error: unknown) =>
  error instanceof TypeError && /terminated|fetch failed/.test(error.message);
