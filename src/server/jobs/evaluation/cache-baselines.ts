import type { WindowProfile } from '../../../metrics/profile.ts';
import type { ProfileStore } from '../../../monitoring/ports.ts';

const KEPT = 64;

/** Profiles of baselines are frozen, and asked for with every window: the ones used last are
 *  kept. */
export function cacheBaselines(profiles: ProfileStore): ProfileStore {
  const kept = new Map<string, Promise<WindowProfile>>();
  return {
    ...profiles,
    readBaseline(model, baseline, segment) {
      const key = JSON.stringify([baseline.baselineId, model.schemaVersion, segment]);
      const found = kept.get(key) ?? profiles.readBaseline(model, baseline, segment);
      // Last used, last in line.
      kept.delete(key);
      kept.set(key, found);
      found.catch(() => kept.delete(key));
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return found;
    },
  };
}
