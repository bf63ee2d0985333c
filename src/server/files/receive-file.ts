import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ApiError } from '../http/api-error.ts';

export interface FilePlace {
  /** Where files wait while they are read; made where it is not there. */
  readonly directory: string;
  readonly limitBytes: number;
}

export interface ReceivedFile {
  readonly path: string;
  readonly bytes: number;
  remove(): Promise<void>;
}

/** Streams a body to a file of its own. Bounded as sent and as unpacked, and never in memory. */
export async function receiveFile(
  body: Readable,
  headers: IncomingMessage['headers'],
  { directory, limitBytes }: FilePlace,
): Promise<ReceivedFile> {
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw new ApiError('body_too_large');
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (!['identity', '', 'gzip', 'x-gzip'].includes(encoding)) {
    throw new ApiError('unsupported_media_type', { detail: `Content-Encoding: ${encoding}` });
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const own = await mkdtemp(join(directory, 'upload-'));
  const remove = () => rm(own, { recursive: true, force: true });
  try {
    const path = join(own, 'file');
    const unpack = encoding.endsWith('gzip') ? [createGunzip()] : [];
    await pipeline([
      Readable.from(chunksOf(body), { objectMode: false }),
      ...unpack,
      atMost(limitBytes),
      createWriteStream(path, { mode: 0o600 }),
    ]);
    return { path, bytes: (await stat(path)).size, remove };
  } catch (error) {
    await remove();
    if (isZlibError(error)) {
      throw new ApiError('invalid_encoding', { detail: error.message, cause: error });
    }
    throw error;
  } finally {
    // The rest of a refused body is let go by, so that the sender comes to read the answer.
    body.resume();
  }
}

/** Receives a file and hands over its path; the file is gone afterwards. */
export async function withReceivedFile<T>(
  body: Readable,
  headers: IncomingMessage['headers'],
  place: FilePlace,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const file = await receiveFile(body, headers, place);
  try {
    return await work(file.path);
  } finally {
    await file.remove();
  }
}

/** Leaves the stream open: destroying a request would take its answer along. */
const chunksOf = (stream: Readable): AsyncIterable<Buffer> =>
  stream.iterator({ destroyOnReturn: false });

function atMost(limitBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitBytes) done(new ApiError('body_too_large'));
      else done(null, chunk);
    },
  });
}

const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
