import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { packBackup } from '../../adapters/storage/backup/pack-backup.ts';
import { beginBackup } from '../../adapters/storage/backup/take-backup.ts';
import type { Config } from '../config.ts';
import { openEngines } from '../engines.ts';
import { createTeardown } from '../teardown.ts';
import { readVersion } from '../version.ts';

/** A backup while no server runs: the stores are opened for it as they are, in the state of
 *  whichever release left them. */
export async function withOfflineBackup(
  config: Config,
  logger: Logger,
  write: (file: Readable) => Promise<void>,
): Promise<void> {
  const teardown = createTeardown(logger);
  try {
    const stores = await openEngines(config, logger, teardown);
    const backup = await beginBackup(stores, readVersion());
    await write(packBackup(backup.entries(), Date.now));
  } finally {
    await teardown.run();
  }
}
