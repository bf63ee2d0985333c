import type { CountSampling } from '../../../metrics/sampling.ts';
import { createRandom } from '../../../stats/random.ts';
import type { Steps } from '../../steps.ts';
import { type CoarseBaseline, coarseBaseline } from './coarse-baseline.ts';
import { drawCountLaws, type NullLaws, squaresFrom } from './draw-count-laws.ts';
import { blendLaw, scaleLaw } from './law.ts';
import { createRecentMap } from './recent-map.ts';
import { seedOf } from './seed-of.ts';
import { categorySpread, trueShares } from './true-shares.ts';
import { distanceAt, type ValueScale, valueScale } from './value-scale.ts';

/** Draws of a table: fewer where every one is dear, which a sum of many bins can bear, since it is
 *  nearly normal. Ranges of equal mass share their tables among columns: there the noise of a table
 *  would be in all of them. */
const DRAWS = {
  shared: { most: 4_000, least: 1_000, bins: 250_000 },
  own: { most: 2_000, least: 600, bins: 60_000 },
} as const;

/** Tables are drawn at such steps of the window's rows, and read between them. */
const ROWS_STEP = Math.log(1.3);
const EVERY_ROW_BELOW = 8;

/** Deterministic, so that what is kept in memory changes nothing but the time it takes. */
const tables = createRecentMap<NullLaws>(32_768);

export interface CountLaws {
  readonly laws: NullLaws;
  /** The scale on which the metric's value is the distance that the laws are of. */
  readonly scale: ValueScale;
  /** 1/n + 1/m, which distances of samples grow with. */
  readonly sampleScale: number;
}

/** The laws of the distance between a window of n rows and this baseline. */
export function* countLaws(metricId: string, sampling: CountSampling, n: number): Steps<CountLaws> {
  const m = sampling.baselineCounts.reduce((sum, count) => sum + count, 0);
  const sampleScale = 1 / n + 1 / m;
  const scale = valueScale(sampling, n);
  const coarse = coarseBaseline(sampling, n, scale.isChiSquared);
  const { once, twice } = sampling.singletons ?? { once: 0, twice: 0 };
  const { count = 0, mean = 0, excess = 0 } = categorySpread(sampling) ?? {};
  const parts = [metricId, fingerprint(sampling), coarse.key, once, twice, count];
  const name = [...parts, mean.toPrecision(3), excess.toPrecision(3)].join('|');
  const at = (rows: number) =>
    tables.get(`${name}|${rows}`, () => drawTable(`${name}|${rows}`, sampling, coarse, rows));
  const { below, above, weight } = neighbours(n);
  const lower = yield* at(below);
  const laws = weight === 0 ? lower : blendLaws(lower, yield* at(above), weight);
  const marginal = scaleLaw(laws.marginal, sampleScale);
  return {
    laws: { marginal, conditional: scaleLaw(laws.conditional, sampleScale) },
    scale,
    sampleScale,
  };
}

/** The laws in units of 1/n + 1/m, of which they depend on n but little. */
function* drawTable(
  key: string,
  sampling: CountSampling,
  { counts, bins, rows: m }: CoarseBaseline,
  n: number,
): Steps<NullLaws> {
  const scale = valueScale({ ...sampling, baselineCounts: counts, bins }, n);
  const distance = (windowCounts: readonly number[]) =>
    distanceAt(sampling.compare(counts, windowCounts), scale);
  const shares = trueShares(counts, bins, sampling.singletons, categorySpread(sampling));
  const { most, least, bins: worth } = bins.includes('category') ? DRAWS.own : DRAWS.shared;
  const draws = Math.round(Math.min(most, Math.max(least, worth / counts.length)));
  const away = scale.isChiSquared
    ? squaresFrom(shares)
    : (truth: readonly number[]) => distance(truth.map((share) => share * n));
  const drawn = { distance, away, shares, n };
  const laws = yield* drawCountLaws(drawn, draws, createRandom(seedOf(key)));
  const unit = 1 / (1 / n + 1 / m);
  return {
    marginal: scaleLaw(laws.marginal, unit),
    conditional: scaleLaw(laws.conditional, unit),
  };
}

/** The rows of the tables on either side, and how far n lies towards the one above. */
function neighbours(n: number): { below: number; above: number; weight: number } {
  if (n < EVERY_ROW_BELOW) {
    const rows = Math.max(1, Math.round(n));
    return { below: rows, above: rows, weight: 0 };
  }
  const rowsAt = (step: number) => Math.round(EVERY_ROW_BELOW * Math.exp(step * ROWS_STEP));
  let step = Math.floor(Math.log(n / EVERY_ROW_BELOW) / ROWS_STEP);
  if (rowsAt(step) > n) step -= 1;
  const [below, above] = [rowsAt(step), rowsAt(step + 1)];
  return { below, above, weight: Math.log(n / below) / Math.log(above / below) };
}

const blendLaws = (a: NullLaws, b: NullLaws, weight: number): NullLaws => ({
  marginal: blendLaw(a.marginal, b.marginal, weight),
  conditional: blendLaw(a.conditional, b.conditional, weight),
});

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
