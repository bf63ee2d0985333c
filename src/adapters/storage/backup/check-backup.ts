import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import tar from 'tar-stream';
import {
  BACKUP_FORMAT,
  BackupError,
  type BackupManifest,
  chunksOf,
  FORMAT_VERSION,
  MANIFEST_ENTRY,
  SEAL_ENTRY,
} from './manifest.ts';

interface SeenEntry {
  readonly bytes: number;
  readonly sha256: string;
}

/** Nobody's manifest is larger; of what claims to be one, no more is held in memory. */
const MANIFEST_BYTES = 64 * 1_048_576;

const damaged = (what: string, cause?: unknown) =>
  new BackupError(
    'backup_damaged',
    `The backup is damaged: ${what}. Nothing was changed; take another one.`,
    { cause },
  );

/** Reads a backup from end to end and returns what it holds, or throws what is wrong with it. */
export async function checkBackup(
  path: string,
  onProgress: (readBytes: number) => void = () => {},
): Promise<BackupManifest> {
  const file = createReadStream(path);
  const seen = new Map<string, SeenEntry>();
  const kept = new Map<string, string>();
  try {
    for await (const entry of extractFrom(file)) {
      const { name } = entry.header;
      if (seen.has(name)) throw damaged(`${name} is in it twice`);
      const keeps = name === MANIFEST_ENTRY || name === SEAL_ENTRY;
      const { text, ...found } = await digest(entry, keeps);
      onProgress(file.bytesRead);
      seen.set(name, found);
      if (keeps) kept.set(name, text);
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') throw error;
    throw isCutOff(error) ? incomplete() : damaged(String((error as Error).message), error);
  }
  return judge(seen, kept);
}

/** The entries of a tar file in their order; each has to be read before the next one. */
export function extractFrom(file: Readable): tar.Extract {
  const extract = tar.extract();
  file.on('error', (error) => extract.destroy(error));
  file.pipe(extract);
  return extract;
}

const isCutOff = (error: unknown) =>
  error instanceof Error && /unexpected end of data/i.test(error.message);

const incomplete = () =>
  new BackupError(
    'backup_incomplete',
    'The backup was broken off: it has no seal at its end. Take another one.',
  );

async function digest(entry: AsyncIterable<Buffer>, keeps: boolean) {
  const hash = createHash('sha256');
  const held: Buffer[] = [];
  let bytes = 0;
  for await (const piece of entry) {
    hash.update(piece);
    bytes += piece.length;
    if (!keeps) continue;
    if (bytes > MANIFEST_BYTES) throw damaged('its manifest is too large to be one');
    held.push(piece);
  }
  return { bytes, sha256: hash.digest('hex'), text: Buffer.concat(held).toString('utf8') };
}

function judge(
  seen: ReadonlyMap<string, SeenEntry>,
  kept: ReadonlyMap<string, string>,
): BackupManifest {
  const seal = kept.get(SEAL_ENTRY);
  const text = kept.get(MANIFEST_ENTRY);
  if (seal === undefined && text === undefined && ![...seen.keys()].some(isOurs)) {
    throw new BackupError('backup_damaged', 'The file is no backup of Leeway.');
  }
  if (seal === undefined || text === undefined) throw incomplete();
  if (!seal.startsWith(`${seen.get(MANIFEST_ENTRY)?.sha256}  `)) {
    throw damaged('the checksum of its manifest does not hold');
  }
  const manifest = JSON.parse(text) as BackupManifest;
  if (manifest.format !== BACKUP_FORMAT) throw damaged('its manifest is of something else');
  if (manifest.formatVersion > FORMAT_VERSION) {
    throw new BackupError(
      'backup_newer',
      `The backup was taken by Leeway ${manifest.version}, in a form that this release does not know. Restore it with that release or a later one.`,
    );
  }
  for (const chunk of manifest.tables.flatMap(chunksOf)) {
    const found = seen.get(chunk.name);
    if (found === undefined) throw damaged(`${chunk.name} is missing`);
    if (found.bytes !== chunk.bytes || found.sha256 !== chunk.sha256) {
      throw damaged(`the checksum of ${chunk.name} does not hold`);
    }
  }
  const listed = manifest.tables.reduce((sum, table) => sum + chunksOf(table).length, 0);
  if (seen.size !== listed + 2) throw damaged('it holds what its manifest does not list');
  return manifest;
}

const isOurs = (name: string) => /^(postgres|clickhouse)\//.test(name);
