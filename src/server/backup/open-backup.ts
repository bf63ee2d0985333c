import type { FastifyPluginAsync } from 'fastify';
import { BackupError } from '../../adapters/storage/backup/manifest.ts';
import { packBackup } from '../../adapters/storage/backup/pack-backup.ts';
import { beginBackup, type StoreUrls } from '../../adapters/storage/backup/take-backup.ts';
import { TAKE_BACKUP_SCHEMA } from '../../contract/backup.ts';
import { ApiError } from '../http/api-error.ts';

export interface OpenBackupDeps {
  readonly stores: StoreUrls;
  readonly version: string;
  readonly now: () => number;
}

const RETRY_AFTER_SECONDS = 30;

/** `POST /v1/backup`: everything that both stores hold, as one file. */
export function openBackup({ stores, version, now }: OpenBackupDeps): FastifyPluginAsync {
  return async (app) => {
    app.post(
      '/v1/backup',
      { config: { scope: 'admin' }, schema: TAKE_BACKUP_SCHEMA },
      async (request, reply) => {
        // It holds every project, and the secrets of channels.
        if (!request.access.operator) throw new ApiError('operator_only');
        const backup = await beginBackup(stores, version).catch((error: unknown) => {
          const code = error instanceof BackupError ? error.code : null;
          if (code !== 'backup_busy' && code !== 'tables_locked') throw error;
          throw new ApiError(code, { cause: error, retryAfterSeconds: RETRY_AFTER_SECONDS });
        });
        const takenAt = backup.takenAt.toISOString();
        request.log.info({ takenAt }, 'a backup has begun');
        const file = packBackup(backup.entries(), now);
        file.once('error', (error) => {
          request.log.warn({ err: error, takenAt }, 'a backup was broken off');
        });
        return reply
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="${fileNameOf(takenAt)}"`)
          .type('application/x-tar')
          .send(file);
      },
    );
  };
}

const fileNameOf = (takenAt: string) =>
  `leeway-${takenAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z.tar`;
