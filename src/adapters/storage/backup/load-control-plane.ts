import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { connectForLong } from './control-snapshot.ts';
import { quoted } from './control-tables.ts';
import {
  BackupError,
  type BackupManifest,
  type BackupSlice,
  type BackupTable,
} from './manifest.ts';
import type { SliceToLoad } from './read-slices.ts';

export interface ControlPlaneLoad {
  load(one: SliceToLoad, rows: Readable): Promise<void>;
  /** Everything at once, or nothing. */
  commit(): Promise<void>;
  close(): Promise<void>;
}

export interface LoadOptions {
  /** Nobody is told anything by what is restored. */
  readonly mute: boolean;
}

/** Fills tables that the migrations of the backup have just made. */
export async function openControlPlaneLoad(
  url: string,
  manifest: BackupManifest,
  options: LoadOptions,
): Promise<ControlPlaneLoad> {
  const client = await connectForLong(url);
  const names = manifest.tables
    .filter((table) => table.store === 'postgres')
    .map((table) => quoted(table.name));
  await client.query('BEGIN');
  // Migrations leave rows of their own, such as the default project.
  await client.query(`TRUNCATE ${names.join(', ')}`);

  return {
    async load({ table, slice }, rows) {
      const columns = table.columns.map(quoted).join(', ');
      const copy = client.query(
        copyStreams.from(`COPY ${quoted(table.name)} (${columns}) FROM STDIN`),
      );
      await pipeline(rows, copy);
      requireRows(table, slice, copy.rowCount);
    },
    async commit() {
      for (const { name, lastValue } of manifest.sequences) {
        if (lastValue === null) continue;
        await client.query('SELECT setval($1::regclass, $2::bigint)', [quoted(name), lastValue]);
      }
      await beginTimeline(client, options);
      await client.query('COMMIT');
    },
    close: () => client.end(),
  };
}

export function requireRows(table: BackupTable, slice: BackupSlice, found: number): void {
  if (found === slice.rows) return;
  throw new BackupError(
    'backup_damaged',
    `${table.store}/${table.name} gave ${found} rows where the backup says ${slice.rows}.`,
  );
}

/** What holds for the server that was, and not for the one that goes on. */
async function beginTimeline(client: pg.Client, { mute }: LoadOptions): Promise<void> {
  await client.query('INSERT INTO store_epochs (epoch) VALUES ($1)', [randomUUID()]);
  const has = async (table: string) => {
    const found = await client.query<{ there: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AS there',
      [table],
    );
    return found.rows[0]?.there === true;
  };
  if (await has('model_schedule')) {
    await client.query('UPDATE model_schedule SET lease_owner = NULL, leased_until = NULL');
  }
  if (await has('notifications')) {
    await client.query('UPDATE notifications SET leased_until = NULL');
  }
  if (mute && (await has('channels'))) await client.query('UPDATE channels SET enabled = false');
}
