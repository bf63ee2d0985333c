import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readVersion } from '../version.ts';
import { reviveMaps, writeMaps } from './json-maps.ts';
import type { ReportColumns } from './plan-columns.ts';
import type { CountedReference } from './read-reference.ts';
import type { TableFile } from './table-file.ts';

interface Kept {
  readonly reference: TableFile;
  readonly columns: ReportColumns;
}

/** Raised whenever the same file would be counted otherwise. */
const LAYOUT = 1;
/** A file written to within this time of being read may have changed without its clock showing. */
const RACY_MS = 2_000;

/** What an earlier report has counted of the same content under the same roles; null if none has. */
export async function keptReference(
  directory: string,
  order: Kept,
): Promise<CountedReference | null> {
  const path = await placeOf(directory, order);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text, reviveMaps) as CountedReference;
  } catch {
    // Half a file, such as a full disk leaves: it is counted anew and written again.
    return null;
  }
}

export async function keepReference(
  directory: string,
  order: Kept,
  counted: CountedReference,
): Promise<void> {
  await writeWhole(await placeOf(directory, order), JSON.stringify(counted, writeMaps));
}

async function placeOf(directory: string, { reference, columns }: Kept): Promise<string> {
  await mkdir(directory, { recursive: true });
  const content = await contentHash(directory, reference.path);
  const { format, gzip } = reference;
  const key = JSON.stringify([LAYOUT, readVersion(), content, format, gzip, columns]);
  return join(directory, `reference-${hashOf(key)}.json`);
}

/** SHA-256 of the file. It is computed once: while size, times and place on the disk are the same,
 *  so is the content. */
async function contentHash(directory: string, file: string): Promise<string> {
  const path = resolve(file);
  const { size, mtimeNs, ctimeNs, ino, mtimeMs } = await stat(path, { bigint: true });
  const known = join(directory, `hash-${hashOf([path, size, mtimeNs, ctimeNs, ino].join('\n'))}`);
  const kept = await readFile(known, 'utf8').catch(() => null);
  if (kept !== null && /^[0-9a-f]{64}$/.test(kept)) return kept;
  const startedAt = Date.now();
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  const found = hash.digest('hex');
  if (startedAt - Number(mtimeMs) > RACY_MS) await writeWhole(known, found);
  return found;
}

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 40);

/** Others may be reading it: it is there whole or not at all. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, text);
  await rename(draft, path);
}
