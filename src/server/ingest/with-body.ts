import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { ApiError } from '../http/api-error.ts';

export interface BodyLimits {
  /** As it comes over the wire. */
  readonly bodyBytes: number;
  /** After inflating. */
  readonly inflatedBytes: number;
}

export interface IncomingBody {
  readonly stream: Readable;
  readonly headers: IncomingMessage['headers'];
}

/** Memory that all bodies together may take while they are read and encoded. */
export interface BodyBudget {
  /** False where there is no room. */
  take(bytes: number): boolean;
  release(bytes: number): void;
}

export function createBodyBudget(limitBytes: number): BodyBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > limitBytes) return false;
      taken += bytes;
      return true;
    },
    release(bytes) {
      taken -= bytes;
    },
  };
}

const RETRY_AFTER_SECONDS = 1;

/** Reads a body into memory, no further than the limits, and works on it. A length that is
 *  announced is refused unread, one that is not while it is read, and what inflates too far
 *  while it inflates. */
export async function withBody<T>(
  body: IncomingBody,
  limits: BodyLimits,
  budget: BodyBudget,
  work: (bytes: Buffer) => Promise<T>,
): Promise<T> {
  let taken = 0;
  const take = (bytes: number) => {
    if (!budget.take(bytes))
      throw new ApiError('too_busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    taken += bytes;
  };
  try {
    return await work(await readBody(body, limits, take));
  } finally {
    budget.release(taken);
    // The rest of a refused body is let go by, so that the sender comes to read the answer.
    body.stream.resume();
  }
}

async function readBody(
  { stream, headers }: IncomingBody,
  limits: BodyLimits,
  take: (bytes: number) => void,
): Promise<Buffer> {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (Number(headers['content-length'] ?? 0) > limits.bodyBytes)
    throw new ApiError('body_too_large');
  if (encoding === 'identity' || encoding === '') return collect(stream, limits.bodyBytes, take);
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new ApiError('unsupported_media_type', { detail: `Content-Encoding: ${encoding}` });
  }
  return inflate(stream, limits, take);
}

/** Unlike a plain loop, leaves the stream open: destroying a request takes its answer along. */
const chunksOf = (stream: Readable): AsyncIterable<Buffer> =>
  stream.iterator({ destroyOnReturn: false });

async function inflate(
  source: Readable,
  limits: BodyLimits,
  take: (bytes: number) => void,
): Promise<Buffer> {
  const gunzip = createGunzip();
  const feed = feedInto(gunzip, source, limits.bodyBytes).catch((error: unknown) => {
    gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    return await collect(gunzip, limits.inflatedBytes, take);
  } catch (error) {
    if (error instanceof ApiError || !isZlibError(error)) throw error;
    throw new ApiError('invalid_encoding', { detail: error.message, cause: error });
  } finally {
    gunzip.destroy();
    await feed;
  }
}

async function feedInto(gunzip: Gunzip, source: Readable, limitBytes: number): Promise<void> {
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new ApiError('body_too_large');
    if (gunzip.destroyed) return;
    if (!gunzip.write(chunk)) await roomIn(gunzip);
  }
  gunzip.end();
}

const roomIn = (gunzip: Gunzip) =>
  new Promise<void>((resolve) => {
    gunzip.once('drain', resolve);
    gunzip.once('close', resolve);
  });

const isZlibError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

async function collect(
  source: Readable,
  limitBytes: number,
  take: (bytes: number) => void,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new ApiError('body_too_large');
    take(chunk.length);
    chunks.push(chunk);
  }
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, bytes);
}
