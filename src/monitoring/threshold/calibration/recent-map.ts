import type { Steps } from '../../steps.ts';

/** A map that forgets what was not asked for longest. */
export interface RecentMap<Value> {
  /** What is made in steps may be made twice where two ask at once. */
  get(key: string, make: () => Steps<Value>): Steps<Value>;
}

export function createRecentMap<Value>(capacity: number): RecentMap<Value> {
  const values = new Map<string, Value>();
  return {
    *get(key, make) {
      const known = values.get(key);
      if (known !== undefined) {
        values.delete(key);
        values.set(key, known);
        return known;
      }
      const made = yield* make();
      values.set(key, made);
      if (values.size > capacity) {
        const [oldest] = values.keys();
        if (oldest !== undefined) values.delete(oldest);
      }
      return made;
    },
  };
}
