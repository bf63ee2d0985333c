import { StartError } from '../start-error.ts';
import type { Migration } from './migration-files.ts';

/** Migrations still to be applied; throws when what was applied is not what is here. */
export function pendingMigrations(
  store: string,
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const [name, checksum] of applied) {
    const here = known.get(name);
    if (here === undefined) {
      throw new StartError(
        'database_too_new',
        `the ${store} database has the migration ${name}, which this version of Leeway does not ` +
          'know: it was upgraded by a newer version, and there is no way back down. Start that ' +
          'version or a later one, or restore a backup from before the upgrade.',
      );
    }
    if (here.checksum !== checksum) {
      throw new StartError(
        'migration_changed',
        `the migration ${store}/${name}.sql was changed after it had been applied to this ` +
          'database. Start an unchanged release; a change belongs into a new migration.',
      );
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}
