import { createHash } from 'node:crypto';
import { ApiError } from '../http/api-error.ts';

/** Where a page ended, by the keys that it is ordered by. */
export type Position = readonly (string | number)[];

const fingerprintOf = (question: unknown): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);

/** Opaque to callers. Carries a mark of its question: with other filters it would skip rows in
 *  silence. */
export const writeCursor = (question: unknown, position: Position): string =>
  Buffer.from(JSON.stringify([fingerprintOf(question), ...position])).toString('base64url');

/** `shape` has a value of the type of each key. */
export function readCursor<const Shape extends Position>(
  cursor: string | undefined,
  question: unknown,
  shape: Shape,
): { [At in keyof Shape]: Shape[At] extends number ? number : string } | null {
  if (cursor === undefined) return null;
  const [fingerprint, ...position] = parse(cursor);
  const fits =
    position.length === shape.length &&
    position.every((key, at) => typeof key === typeof shape[at] && isStorable(key));
  if (!fits) throw new ApiError('bad_cursor', { where: 'querystring/cursor' });
  if (fingerprint !== fingerprintOf(question)) {
    throw new ApiError('bad_cursor', {
      where: 'querystring/cursor',
      detail: 'belongs to a question with other filters',
    });
  }
  return position as unknown as { [At in keyof Shape]: Shape[At] extends number ? number : string };
}

const isStorable = (key: unknown) =>
  typeof key === 'string' ? !key.includes('\0') : Number.isSafeInteger(key) && Number(key) >= 0;

function parse(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
