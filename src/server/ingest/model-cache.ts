import type { Model } from '../../monitoring/model/model.ts';
import type { ModelStore } from '../../monitoring/model/model-store.ts';
import { ApiError } from '../http/api-error.ts';

/** Models by name, as ingest sees them: at most a second old while the store answers. */
export interface ModelCache {
  find(projectId: string, name: string): Promise<Model | null>;
  /** After a change on this server; others see it when theirs grows old. */
  forget(projectId: string, name: string): void;
}

export interface ModelCacheDeps {
  readonly models: Pick<ModelStore, 'find'>;
  readonly now: () => number;
  readonly ttlMs?: number;
  readonly patienceMs?: number;
}

interface Remembered {
  /** The last answer; undefined before the first. */
  model: Model | null | undefined;
  readAtMs: number;
  reading: Promise<Model | null> | null;
}

const TTL_MS = 1_000;
/** A store that hangs must not make senders hang. */
const PATIENCE_MS = 3_000;
/** Names come from callers, who may make up as many as they like. */
const MAXIMUM_NAMES = 10_000;
const RETRY_AFTER_SECONDS = 2;

export function createModelCache(deps: ModelCacheDeps): ModelCache {
  const { models, now, ttlMs = TTL_MS, patienceMs = PATIENCE_MS } = deps;
  const remembered = new Map<string, Remembered>();
  const keyOf = (projectId: string, name: string) => `${projectId} ${name}`;

  function entryOf(key: string): Remembered {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= MAXIMUM_NAMES) remembered.clear();
    const entry: Remembered = {
      model: undefined,
      readAtMs: Number.NEGATIVE_INFINITY,
      reading: null,
    };
    remembered.set(key, entry);
    return entry;
  }

  async function read(entry: Remembered, projectId: string, name: string): Promise<Model | null> {
    const askedAtMs = now();
    try {
      const model = await models.find(projectId, name);
      entry.model = model;
      entry.readAtMs = askedAtMs;
      return model;
    } finally {
      entry.reading = null;
    }
  }

  return {
    async find(projectId, name) {
      const entry = entryOf(keyOf(projectId, name));
      if (entry.model !== undefined && now() < entry.readAtMs + ttlMs) return entry.model;
      entry.reading ??= read(entry, projectId, name);
      return inTime(entry.reading, patienceMs);
    },
    forget(projectId, name) {
      remembered.delete(keyOf(projectId, name));
    },
  };
}

async function inTime<T>(answer: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ApiError('storage_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS }));
    }, patienceMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
