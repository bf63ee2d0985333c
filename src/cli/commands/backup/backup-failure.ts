import { refusalOf } from '../../../server/backup/inspect-backup.ts';
import { CommandError } from '../../command-error.ts';

/** Runs, and says in a sentence why a backup was refused. */
export async function explainBackupErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== null) throw new CommandError(refusal);
    // Said by the server's own start, in a sentence.
    if (error instanceof Error && /^(data directory|a restore into) /.test(error.message)) {
      throw new CommandError(error.message);
    }
    const { code, path } = error as NodeJS.ErrnoException;
    if (error instanceof Error && path !== undefined && code !== undefined) {
      throw new CommandError(`${path} cannot be used (${code}).`);
    }
    throw error;
  }
}
