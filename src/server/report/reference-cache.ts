import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { deserialize, serialize } from 'node:v8';
import { readVersion } from '../version.ts';
import type { ReportColumns } from './plan-columns.ts';
import type { CountedReference } from './read-reference.ts';
import type { TableFile } from './table-file.ts';

interface Kept {
  readonly reference: TableFile;
  readonly columns: ReportColumns;
}

/** Raised whenever the same file would be counted otherwise. */
const LAYOUT = 3;
/** A file written to within this time of being read may have changed without its clock showing. */
const RACY_MS = 2_000;

/** What an earlier report has counted of the same content under the same roles; null if none has. */
export async function keptReference(
  directory: string,
  order: Kept,
): Promise<CountedReference | null> {
  const path = await placeOf(directory, order);
  const kept = await readFile(path).catch(() => null);
  if (kept === null) return null;
  try {
    return deserialize(kept) as CountedReference;
  } catch {
    // Half a file, such as a full disk leaves, or of another engine: it is counted anew and written
    // again.
    return null;
  }
}

export async function keepReference(
  directory: string,
  order: Kept,
  counted: CountedReference,
): Promise<void> {
  // Maps, infinities and every bit of a number come back, many times faster than from JSON.
  await writeWhole(await placeOf(directory, order), serialize(counted));
}

async function placeOf(directory: string, { reference, columns }: Kept): Promise<string> {
  await mkdir(directory, { recursive: true });
  const content = await contentHash(directory, reference.path);
  const { format, gzip } = reference;
  const key = JSON.stringify([LAYOUT, readVersion(), content, format, gzip, columns]);
  return join(directory, `reference-${hashOf(key)}`);
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
async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, path);
}
