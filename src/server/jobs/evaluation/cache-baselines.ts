import type { WindowProfile } from '../../../metrics/profile.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../monitoring/model/model.ts';
import type { ProfileParts, ProfileStore } from '../../../monitoring/ports.ts';

/** Profiles of columns, of some kilobytes each. */
const COLUMNS_KEPT = 40_000;

/** Profiles of baselines are frozen, and asked for with every window: the ones used last are
 *  kept. */
export function cacheBaselines(profiles: ProfileStore): ProfileStore {
  const kept = new Map<string, WindowProfile>();
  let columns = 0;

  const keyOf = (model: Model, baseline: Baseline, segment: string) =>
    JSON.stringify([baseline.baselineId, model.schemaVersion, segment]);

  function forget(key: string): void {
    columns -= kept.get(key)?.columns.size ?? 0;
    kept.delete(key);
  }

  /** Last used, last in line. */
  function keep(key: string, profile: WindowProfile): void {
    forget(key);
    kept.set(key, profile);
    columns += profile.columns.size;
    for (const oldest of kept.keys()) {
      if (columns <= COLUMNS_KEPT || oldest === key) break;
      forget(oldest);
    }
  }

  async function readBaselines(
    model: Model,
    baseline: Baseline,
    segments: readonly string[],
    parts?: ProfileParts,
  ) {
    // Whole ones are asked for again and again, parts of them seldom.
    if (parts !== undefined) return profiles.readBaselines(model, baseline, segments, parts);
    const found = new Map<string, WindowProfile>();
    for (const segment of segments) {
      const profile = kept.get(keyOf(model, baseline, segment));
      if (profile !== undefined) found.set(segment, profile);
    }
    const unknown = segments.filter((segment) => !found.has(segment));
    if (unknown.length > 0) {
      const read = await profiles.readBaselines(model, baseline, unknown);
      for (const [segment, profile] of read) found.set(segment, profile);
    }
    for (const [segment, profile] of found) keep(keyOf(model, baseline, segment), profile);
    return found;
  }

  return {
    ...profiles,
    readBaselines,
    async readBaseline(model, baseline, segment) {
      const profile = (await readBaselines(model, baseline, [segment])).get(segment);
      return profile ?? profiles.readBaseline(model, baseline, segment);
    },
  };
}
