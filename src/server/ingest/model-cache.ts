import type { Model } from '../../monitoring/model/model.ts';
import type { ModelStore } from '../../monitoring/model/model-store.ts';

/** Models by name, as ingest sees them: at most a second old. */
export interface ModelCache {
  find(projectId: string, name: string): Promise<Model | null>;
  /** After a change on this server; others see it when theirs grows old. */
  forget(projectId: string, name: string): void;
}

interface Remembered {
  readonly model: Promise<Model | null>;
  readonly untilMs: number;
}

const TTL_MS = 1_000;
/** Names come from callers, who may make up as many as they like. */
const MAXIMUM_NAMES = 10_000;

export function createModelCache(
  models: Pick<ModelStore, 'find'>,
  now: () => number,
  ttlMs: number = TTL_MS,
): ModelCache {
  const remembered = new Map<string, Remembered>();
  const keyOf = (projectId: string, name: string) => `${projectId} ${name}`;

  return {
    find(projectId, name) {
      const key = keyOf(projectId, name);
      const known = remembered.get(key);
      if (known !== undefined && now() < known.untilMs) return known.model;
      const model = models.find(projectId, name);
      if (remembered.size >= MAXIMUM_NAMES) remembered.clear();
      remembered.set(key, { model, untilMs: now() + ttlMs });
      // A failure is not an answer to remember.
      model.catch(() => remembered.delete(key));
      return model;
    },
    forget(projectId, name) {
      remembered.delete(keyOf(projectId, name));
    },
  };
}
