import type { CountSampling } from '../../../metrics/sampling.ts';

/** How a metric's value and the distance d that grows with the square of an effect turn into one
 *  another: value = (factor · d)^power. */
export interface ValueScale {
  readonly factor: number;
  readonly power: number;
  /** Whether d is Σ (q − p)² / p to first order, so that an effect adds to it like Cohen's w². */
  readonly isChiSquared: boolean;
}

export const distanceAt = (value: number, { factor, power }: ValueScale): number =>
  (power === 1 ? Math.max(0, value) : Math.max(0, value) ** (1 / power)) / factor;

export const valueAt = (distance: number, { factor, power }: ValueScale): number =>
  (factor * Math.max(0, distance)) ** power;

/** As the metric says, or as it answers to shifts of known size: a metric whose answer quadruples
 *  when the effect doubles is a square, and one that answers all directions alike is a χ². */
export function valueScale(sampling: CountSampling, n: number): ValueScale {
  if (sampling.chiSquared !== null) return { ...sampling.chiSquared, isChiSquared: true };
  const [large, small] = [probe(sampling, n, 0.2), probe(sampling, n, 0.1)];
  if (large.halves / small.halves < Math.SQRT2 * 2) {
    return { factor: 1, power: 0.5, isChiSquared: false };
  }
  const alike = Math.abs(Math.log(small.halves / small.single)) < 0.1;
  // Unlike or not, it grows with the effect's square by this: statistics with rows in them too.
  return { factor: small.halves / 0.01, power: 1, isChiSquared: alike };
}

/** The largest value that a shift of Cohen's w, √Σ (q − p)² / p, is known to reach. */
export function valueOfEffect(sampling: CountSampling, n: number, w: number): number {
  if (w === 0) return 0;
  const { halves, single } = probe(sampling, n, w);
  return Math.max(halves, single);
}

/** Two opposite kinds of shift: of half the mass against the other half, and of the bin nearest
 *  to half the mass against all others. */
function probe(sampling: CountSampling, n: number, w: number) {
  const counts = sampling.baselineCounts;
  const m = counts.reduce((sum, count) => sum + count, 0);
  // Many rows, so that no smoothing is seen, in the proportion that a statistic may depend on.
  const rows = { baseline: counts, factor: n / m };
  const order = counts.map((_, bin) => bin).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  const half = new Set<number>();
  let inHalf = 0;
  for (const bin of order) {
    const count = counts[bin] ?? 0;
    if (inHalf + count > m / 2 && half.size > 0) continue;
    half.add(bin);
    inHalf += count;
  }
  const heaviest = new Set(order.slice(0, 1));
  return { halves: shifted(sampling, rows, half, w), single: shifted(sampling, rows, heaviest, w) };
}

function shifted(
  sampling: CountSampling,
  rows: { readonly baseline: readonly number[]; readonly factor: number },
  raised: ReadonlySet<number>,
  w: number,
): number {
  const m = rows.baseline.reduce((sum, count) => sum + count, 0);
  const share = [...raised].reduce((sum, bin) => sum + (rows.baseline[bin] ?? 0), 0) / m;
  if (!(share > 0 && share < 1)) return 0;
  // p → p(1 + u) in the raised bins and p(1 − v) elsewhere, with Σ (q − p)² / p = w².
  const up = w * Math.sqrt((1 - share) / share);
  const down = Math.min(1, w * Math.sqrt(share / (1 - share)));
  const window = rows.baseline.map(
    (count, bin) => count * rows.factor * (raised.has(bin) ? 1 + up : 1 - down),
  );
  return sampling.compare(rows.baseline, window);
}
