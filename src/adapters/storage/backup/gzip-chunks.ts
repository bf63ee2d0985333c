import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

/** A part of a backup's file must be known in full before its length can be written; this much
 *  of it is in memory at a time. */
const CHUNK_BYTES = 4 * 1_048_576;
/** Leaves a processor for the server; a higher one saves a tenth of the size at twice the time. */
const LEVEL = 1;

/** A stream as one gzip stream, cut into pieces; returns how long it was. At least one piece. */
export async function* gzipChunks(
  source: Readable,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<Buffer, number> {
  const gzip = createGzip({ level: LEVEL });
  // What fails on either side ends the loop below with its error.
  pipeline(source, gzip, () => {});
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const piece of gzip as AsyncIterable<Buffer>) {
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes < chunkBytes) continue;
    yield Buffer.concat(held);
    held = [];
    heldBytes = 0;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
  return gzip.bytesWritten;
}
