import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey, KeyStore } from '../../monitoring/access/access.ts';
import type { KeyDirectory } from './access.ts';

/** A revoked key is refused after this long at the latest, on every server. */
const CACHE_MS = 900;
const CACHE_ENTRIES = 10_000;

interface Cached<T> {
  readonly atMs: number;
  readonly value: Promise<T>;
}

const digest = (secret: string) => createHash('sha256').update(secret).digest();

/** A secret of this start of the server, for who can read the data directory. */
export const newOperatorSecret = () => `lwo_${randomBytes(32).toString('base64url')}`;

export interface CachedKeyDirectory extends KeyDirectory {
  /** After a change through this server, which should be seen at once. */
  forget(): void;
}

/** Answers from memory for less than a second: a request costs no query of its own. */
export function createKeyDirectory(deps: {
  store: Pick<KeyStore, 'anyKeyExists' | 'find'>;
  operatorSecret: string;
  now: () => number;
}): CachedKeyDirectory {
  const { store, now } = deps;
  const operatorDigest = digest(deps.operatorSecret);
  const found = new Map<string, Cached<ApiKey | null>>();
  let exists: Cached<boolean> | undefined;
  // There is no way back to a server without keys.
  let everExisted = false;

  const fresh = (cached: Cached<unknown> | undefined) =>
    cached !== undefined && now() - cached.atMs < CACHE_MS && now() >= cached.atMs;

  return {
    async anyKeyExists() {
      if (everExisted) return true;
      if (exists === undefined || !fresh(exists)) {
        exists = { atMs: now(), value: store.anyKeyExists() };
        exists.value.catch(() => {
          exists = undefined;
        });
      }
      everExisted ||= await exists.value;
      return everExisted;
    },

    async find(secret) {
      const name = digest(secret).toString('base64');
      const cached = found.get(name);
      if (cached !== undefined && fresh(cached)) return cached.value;
      if (found.size >= CACHE_ENTRIES) found.clear();
      const value = store.find(secret);
      found.set(name, { atMs: now(), value });
      try {
        return await value;
      } catch (error) {
        found.delete(name);
        throw error;
      }
    },

    isOperator: (secret) => timingSafeEqual(digest(secret), operatorDigest),

    forget() {
      exists = undefined;
      found.clear();
    },
  };
}
