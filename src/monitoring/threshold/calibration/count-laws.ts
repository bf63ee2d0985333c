import type { CountSampling } from '../../../metrics/sampling.ts';
import { createRandom } from '../../../stats/random.ts';
import { coarseBaseline } from './coarse-baseline.ts';
import { drawCountLaws, type NullLaws } from './draw-count-laws.ts';
import { scaleLaw } from './law.ts';
import { createRecentMap } from './recent-map.ts';
import { seedOf } from './seed-of.ts';
import { trueShares } from './true-shares.ts';
import { distanceAt, type ValueScale, valueScale } from './value-scale.ts';

/** Draws of a table: fewer where every one is dear, which a sum of many bins can bear, since it is
 *  nearly normal. */
const DRAWS = { most: 3_000, least: 600, bins: 60_000 } as const;

/** Windows whose rows differ by less share a table. */
const ROWS_STEP = Math.log(1.2);

/** Deterministic, so that what is kept in memory changes nothing but the time it takes. */
const tables = createRecentMap<NullLaws>(8_192);

/** The laws of the distance between a window of n rows and this baseline, and the scale on which
 *  the metric's value is that distance. */
export function countLaws(
  metricId: string,
  sampling: CountSampling,
  n: number,
): { readonly laws: NullLaws; readonly scale: ValueScale; readonly sampleScale: number } {
  const m = sampling.baselineCounts.reduce((sum, count) => sum + count, 0);
  const sampleScale = 1 / n + 1 / m;
  const scale = valueScale(sampling, n);
  const coarse = coarseBaseline(sampling, n, scale.isChiSquared);
  const rows = roundRows(n);
  const { once, twice } = sampling.singletons ?? { once: 0, twice: 0 };
  const key = [metricId, fingerprint(sampling), rows, coarse.key, once, twice].join('|');
  const drawn = tables.get(key, () => {
    const at = { ...sampling, baselineCounts: coarse.counts, bins: coarse.bins };
    const scaleHere = valueScale(at, rows);
    const distance = (windowCounts: readonly number[]) =>
      distanceAt(sampling.compare(coarse.counts, windowCounts), scaleHere);
    const shares = trueShares(coarse.counts, coarse.bins, sampling.singletons);
    const draws = Math.round(
      Math.min(DRAWS.most, Math.max(DRAWS.least, DRAWS.bins / coarse.counts.length)),
    );
    return drawCountLaws(distance, shares, rows, draws, createRandom(seedOf(key)));
  });
  const growth = sampleScale / (1 / rows + 1 / coarse.rows);
  const laws = {
    marginal: scaleLaw(drawn.marginal, growth),
    conditional: scaleLaw(drawn.conditional, growth),
  };
  return { laws, scale, sampleScale };
}

function roundRows(n: number): number {
  if (n < 8) return Math.max(1, Math.round(n));
  return Math.round(Math.exp(Math.round(Math.log(n) / ROWS_STEP) * ROWS_STEP));
}

/** What a metric answers to ramps tells its parameters apart. */
function fingerprint({ compare, baselineCounts }: CountSampling): string {
  const size = Math.max(2, baselineCounts.length);
  const up = Array.from({ length: size }, (_, bin) => bin);
  const down = [...up].reverse();
  const filled = up.map((count) => count + 1);
  return [compare(up, down), compare(filled, up), compare(filled, down)]
    .map((answer) => answer.toPrecision(9))
    .join(',');
}
