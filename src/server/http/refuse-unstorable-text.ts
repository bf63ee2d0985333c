import { Stream } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { isStorableText } from '../storable-text.ts';
import { ApiError } from './api-error.ts';

/** Not streams and bytes: those are read by their routes. */
const isContainer = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof Stream) &&
  !ArrayBuffer.isView(value);

/** The place of the first text, among keys and values, that no database can store. It walks
 *  without recursion: how deep a body goes is up to its sender. */
export function findUnstorableText(part: string, root: unknown): string | null {
  const left: { where: string; value: unknown }[] = [{ where: part, value: root }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { where, value } = next;
    if (typeof value === 'string' && !isStorableText(value)) return where;
    if (!isContainer(value)) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!isStorableText(key)) return where;
      // Below this the place says enough; longer ones would cost more than the body.
      const deep = where.length > 200;
      if (isContainer(inner) || typeof inner === 'string') {
        left.push({ where: deep ? where : `${where}/${key}`, value: inner });
      }
    }
  }
  return null;
}

/** PostgreSQL stores neither zero bytes nor halves of surrogate pairs; without this, each such
 *  id or name would be a failure of the server instead of a mistake of its caller. */
export function refuseUnstorableText(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    const parts = { params, querystring: query, body };
    for (const [part, value] of Object.entries(parts)) {
      const where = findUnstorableText(part, value);
      if (where === null) continue;
      throw new ApiError('invalid_request', {
        where,
        detail: 'must have neither zero bytes nor halves of surrogate pairs',
      });
    }
  });
}
