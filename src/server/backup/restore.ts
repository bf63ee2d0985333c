import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import { checkBackup } from '../../adapters/storage/backup/check-backup.ts';
import { BackupError } from '../../adapters/storage/backup/manifest.ts';
import { requireKnownState, restoreBackup } from '../../adapters/storage/backup/restore-backup.ts';
import type { Config } from '../config.ts';
import { openEngines } from '../engines.ts';
import { createTeardown } from '../teardown.ts';
import { emptyStores, setDirectoriesAside } from './restore-target.ts';
import { markRestoreFinished, markRestoreUnfinished } from './unfinished-restore.ts';

export interface RestoreRequest {
  readonly path: string;
  readonly force: boolean;
  readonly mute: boolean;
  readonly onProgress: (readBytes: number) => void;
}

export interface Restored {
  /** Migrations that brought the backup to the state of this release. */
  readonly migrated: readonly string[];
  /** Where the embedded databases are that were there before. */
  readonly keptAt: readonly string[];
}

/** Of databases of others, which hold half of a backup now and cannot be put back as they were. */
function tellHalf(error: unknown, keptAt: readonly string[]): string {
  const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  const own =
    keptAt.length === 0 ? '' : ` What the data directory held is kept at ${keptAt.join(' and ')}.`;
  return `${why}. What the databases that are not embedded held before is gone, and they hold a part of the backup: remove the cause and restore again with --force.${own}`;
}

/** Checks a backup and puts it into the stores that the configuration names, while no server runs on them. */
export async function restore(
  config: Config,
  logger: Logger,
  request: RestoreRequest,
): Promise<Restored> {
  const { path, force } = request;
  const manifest = await checkBackup(path);
  await requireKnownState(manifest);
  await mkdir(config.dataDir, { recursive: true });
  const teardown = createTeardown(logger);
  let keptAt: readonly string[] = [];
  let succeeded = false;
  // Stores of others cannot be put back as they were.
  let touchedOthers = false;

  try {
    const engines = await openEngines(config, logger, teardown, async () => {
      const aside = await setDirectoriesAside(config, force, Date.now);
      keptAt = aside.keptAt;
      markRestoreUnfinished(config.dataDir, path);
      // Runs after the databases were stopped, and before the directory is let go.
      teardown.add('what was there before', async () => {
        if (succeeded || touchedOthers) return;
        await aside.undo();
        markRestoreFinished(config.dataDir);
      });
    });
    const touch = () => {
      touchedOthers = config.postgresUrl !== null || config.clickhouseUrl !== null;
    };
    const cluster = config.clickhouseCluster ?? undefined;
    await emptyStores(engines, manifest, force, touch, cluster);
    touch();
    const migrated = await restoreBackup(path, manifest, engines, {
      mute: request.mute,
      onProgress: request.onProgress,
      ...(cluster === undefined ? {} : { cluster }),
    });
    markRestoreFinished(config.dataDir);
    succeeded = true;
    return { migrated, keptAt };
  } catch (error) {
    if (!touchedOthers) throw error;
    throw new BackupError('restore_unfinished', tellHalf(error, keptAt), { cause: error });
  } finally {
    await teardown.run();
  }
}
