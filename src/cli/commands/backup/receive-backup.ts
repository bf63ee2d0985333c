import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type BackupFacts, inspectBackup } from '../../../server/backup/inspect-backup.ts';
import { CommandError } from '../../command-error.ts';
import { showBytes } from './byte-progress.ts';

export interface ReceivedBackup {
  readonly path: string;
  readonly bytes: number;
  readonly facts: BackupFacts;
}

/** Where a backup goes: the named file, or one named after this moment in the named folder. */
export async function chooseTarget(target: string, now: Date): Promise<string> {
  const found = await stat(target).catch(() => null);
  if (found === null) return target;
  if (!found.isDirectory()) {
    throw new CommandError(`${target} exists already. Name another file, or a folder.`);
  }
  return join(target, `leeway-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.tar`);
}

/** Writes a backup to disk and reads it again. Only one that is whole gets its name. */
export async function receiveBackup(file: Readable, path: string): Promise<ReceivedBackup> {
  const draft = `${path}.unfinished`;
  try {
    const bytes = await write(file, draft);
    const checking = showBytes('checking', bytes);
    const facts = await inspectBackup(draft, checking.update).finally(checking.stop);
    await rename(draft, path);
    await sync(dirname(path));
    return { path, bytes, facts };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function write(file: Readable, draft: string): Promise<number> {
  // Secrets of channels are in it.
  const handle = await open(draft, 'w', 0o600);
  const progress = showBytes('receiving', null);
  let bytes = 0;
  try {
    for await (const piece of file as AsyncIterable<Uint8Array>) {
      await handle.writeFile(piece);
      bytes += piece.length;
      progress.update(bytes);
    }
    await handle.sync();
    return bytes;
  } finally {
    progress.stop();
    await handle.close();
  }
}

async function sync(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
