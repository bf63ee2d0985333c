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
      throw new Error(
        `the ${store} database has the migration ${name}, which this version of leeway does not ` +
          'know: the database was upgraded by a newer version, and there is no way back down',
      );
    }
    if (here.checksum !== checksum) {
      throw new Error(
        `the migration ${store}/${name}.sql was changed after it had been applied to this ` +
          'database: migrations only go forward, put the change into a new file',
      );
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}
