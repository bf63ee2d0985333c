/** A map that forgets what was not asked for longest. */
export interface RecentMap<Value> {
  get(key: string, make: () => Value): Value;
}

export function createRecentMap<Value>(capacity: number): RecentMap<Value> {
  const values = new Map<string, Value>();
  return {
    get(key, make) {
      const known = values.get(key);
      if (known !== undefined) {
        values.delete(key);
        values.set(key, known);
        return known;
      }
      const made = make();
      values.set(key, made);
      if (values.size > capacity) {
        const [oldest] = values.keys();
        if (oldest !== undefined) values.delete(oldest);
      }
      return made;
    },
  };
}
