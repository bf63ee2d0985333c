import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Migration {
  /** File name without its ending, such as `0001_create_telemetry`. */
  name: string;
  sql: string;
  checksum: string;
}

const fileName = /^(\d{4})_[a-z]+(?:_[a-z0-9]+)+\.sql$/;

/** Reads the migrations of a directory in their order. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const migrations: Migration[] = [];
  let lastNumber = '';
  for (const file of (await readdir(directory)).sort()) {
    const number = fileName.exec(file)?.[1];
    if (number === undefined) {
      throw new Error(`${join(directory, file)}: a migration is called NNNN_verb_object.sql`);
    }
    if (number === lastNumber) {
      throw new Error(`${directory}: there are two migrations with the number ${number}`);
    }
    lastNumber = number;
    // A checkout with other line ends is the same migration.
    const sql = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(sql).digest('hex');
    migrations.push({ name: file.slice(0, -'.sql'.length), sql, checksum });
  }
  return migrations;
}
