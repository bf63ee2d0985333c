import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { inspectBackup } from '../../../server/backup/inspect-backup.ts';
import { readConfig } from '../../../server/config.ts';
import { createLogger } from '../../../server/logger.ts';
import { readServerState } from '../../../server/state-file.ts';
import { CommandError } from '../../command-error.ts';
import type { GlobalOptions } from '../../connection.ts';
import { explainBackupErrors } from './backup-failure.ts';
import { showBytes } from './byte-progress.ts';
import { describeFacts } from './describe-facts.ts';

interface RestoreOptions extends GlobalOptions {
  readonly force?: boolean;
  readonly mute?: boolean;
  readonly check?: boolean;
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup into empty stores, while no server runs on them')
    .argument('<source>', 'a file that leeway backup wrote')
    .option('--force', 'replace what the stores hold; embedded databases are renamed, not removed')
    .option('--mute', 'disable every channel: a restored copy that must not page anybody')
    .option('--check', 'only say whether the backup is whole, and what it holds')
    .addHelpText(
      'after',
      `
Every checksum is verified before anything is changed. A backup of an older release is brought up
to date; one of a newer release is refused. Into servers of your own: LEEWAY_POSTGRES_URL and
LEEWAY_CLICKHOUSE_URL, as for leeway serve; so a backup also moves an installation to them.
More: docs/operations.md.`,
    )
    .action(async (source: string, _, command: Command) => {
      const options = command.optsWithGlobals<RestoreOptions>();
      await explainBackupErrors(() => restoreFrom(resolve(source), options));
    });
}

async function restoreFrom(path: string, options: RestoreOptions): Promise<void> {
  const beganMs = performance.now();
  const config = readConfig({ LEEWAY_DATA_DIR: options.dataDir });
  if (options.check !== true && readServerState(config.dataDir) !== null) {
    throw new CommandError(`A server runs on ${config.dataDir}. Stop it, or pass --data-dir.`);
  }
  const { size } = await stat(path);
  const checking = showBytes('checking', size);
  const facts = await inspectBackup(path, checking.update).finally(checking.stop);
  process.stdout.write(`${describeFacts(facts)}\n`);
  if (options.check === true) {
    process.stdout.write('Every checksum holds.\n');
    return;
  }
  // Loaded here, because it brings both databases along.
  const { restore } = await import('../../../server/backup/restore.ts');
  const loading = showBytes('restoring', size);
  const { migrated, keptAt } = await restore(config, createLogger('error'), {
    path,
    force: options.force === true,
    mute: options.mute === true,
    onProgress: loading.update,
  }).finally(loading.stop);
  const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
  const lines = [
    ...(migrated.length === 0 ? [] : [`Brought up to date: ${migrated.join(', ')}.`]),
    ...keptAt.map((kept) => `What was there before is kept at ${kept}.`),
    ...(options.mute === true ? ['Every channel is disabled.'] : []),
    `Restored into ${config.dataDir} in ${seconds} s. Start it: ${startCommand(options)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Of the directory that was restored into, not of the default one. */
const startCommand = ({ dataDir }: RestoreOptions): string =>
  dataDir === undefined ? 'leeway serve' : `leeway serve --data-dir ${dataDir}`;
