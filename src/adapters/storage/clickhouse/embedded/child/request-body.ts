import type { IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ClickHouseException } from './exception.ts';

/** The request's body, decompressed; ends with an error when the sender breaks off. */
export function decodedBody(request: IncomingMessage): AsyncIterable<Uint8Array> {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return request;
  const decoder = decoderFor(encoding);
  // Not a pipeline: that would close the socket on broken input, and the answer could not be told.
  request.pipe(decoder);
  request.once('error', (error) => decoder.destroy(error));
  return decoder;
}

function decoderFor(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  if (encoding === 'br') return createBrotliDecompress();
  throw new ClickHouseException(48, 'NOT_IMPLEMENTED', `content encoding ${encoding} is not known`);
}

/** SQL is kept in memory, so it is bounded; rows of an insert are not. */
const maxSqlBytes = 64 * 1024 * 1024;

export async function wholeBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxSqlBytes) {
      throw new ClickHouseException(
        62,
        'SYNTAX_ERROR',
        `the query is longer than ${maxSqlBytes} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.byteLength > 0) yield bytes;
}

export async function* chain(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.byteLength > 0) yield first;
  yield* rest;
}
