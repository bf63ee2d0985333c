import type { CountSampling, SampledBin } from '../../../metrics/sampling.ts';
import { drawDirichlet, drawGamma } from '../../../stats/draw/draw-gamma.ts';
import type { Random } from '../../../stats/random.ts';

/** What a baseline of counts leaves open about the true shares of its bins. */
export interface TrueShares {
  /** Dirichlet weights, bin by bin. */
  readonly weights: readonly number[];
  /** What is added to them, as often as each bin has categories, where it must be learnt. */
  readonly prior?: CategoryPrior;
  /** Bins without a row, which may well be impossible, and the chance that they are not. */
  readonly doubtful: ReadonlySet<number>;
  readonly doubt: number;
  /** Bin of values that the baseline never saw, whose share is Beta(a, b) by Good–Turing. */
  readonly unseen?: {
    readonly bin: number;
    readonly a: number;
    readonly b: number;
    /** How much of that share each bin gives up: it is missing where categories were seen once. */
    readonly from: readonly number[];
  };
}

/** Ranges between ranks of the baseline hold Dirichlet masses whatever the distribution (Wilks
 *  1942; Tukey 1947): below the first row and above the last there is 1/(m + 1) on average. Bins
 *  that were fixed beforehand have Jeffreys' posterior, a half added to each. Of those without a
 *  row half are believed to be impossible beforehand, nearly all when many rows were none of them:
 *  else what never happens would blur every cut-off. */
export function trueShares(
  counts: readonly number[],
  bins: readonly SampledBin[],
  singletons: CountSampling['singletons'] = undefined,
  spread: CategorySpread | null = null,
): TrueShares {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const prior = spread === null ? undefined : { spread, members: membersOf(bins, spread.count) };
  const weights = counts.map((count, at) => {
    const isLearnt = prior !== undefined && (prior.members[at] ?? 0) > 0;
    return count + (bins[at] === 'range' || isLearnt ? 0 : 0.5);
  });
  addEnds(weights, counts, bins);
  const bin = bins.indexOf('unseen');
  const isEstimated = bin >= 0 && singletons !== undefined && singletons.once > 0;
  const doubtful = new Set(
    counts.flatMap((count, at) =>
      count > 0 || bins[at] === 'range' || (isEstimated && at === bin) ? [] : [at],
    ),
  );
  // Jeffreys' prior gives no row among so many the chance 1/√(πm).
  const doubt = 1 / (1 + Math.sqrt(Math.PI * rows));
  const shares = { weights, doubtful, doubt, ...(prior === undefined ? {} : { prior }) };
  return isEstimated
    ? {
        ...shares,
        unseen: {
          bin,
          ...unseenShare(rows, singletons),
          from: singletonsOf(counts, bins, singletons.once),
        },
      }
    : shares;
}

/** How much counts of categories differ beyond chance, and how well that is known. */
export interface CategorySpread {
  readonly count: number;
  readonly mean: number;
  readonly excess: number;
  readonly deviation: number;
}

interface CategoryPrior {
  readonly spread: CategorySpread;
  /** Categories in each bin. */
  readonly members: readonly number[];
}

const LARGEST_PRIOR = 1e6;

/** Where only the heaviest categories have bins of their own they were chosen for it. How much of
 *  their weight was chance shows in how much all counts differ beyond chance.
 *  Formula  k = μ² / (σ² − μ) rows are added to each, μ and σ² of the counts of all categories: what
 *           negative binomial counts give; σ² is known to ± σ²√(2/K), and k drawn accordingly
 *  Source   Efron & Morris 1973, J. Am. Stat. Assoc. 68, for learning the prior */
export function categorySpread({
  baselineCounts,
  bins,
  categories,
}: CountSampling): CategorySpread | null {
  if (categories === undefined || categories.count === 0 || !bins.includes('rest')) return null;
  const { count, squares } = categories;
  const isCategory = (_: number, at: number) => bins[at] === 'category' || bins[at] === 'rest';
  const mean = baselineCounts.filter(isCategory).reduce((sum, rows) => sum + rows, 0) / count;
  const variance = Math.max(0, squares / count - mean * mean);
  return { count, mean, excess: variance - mean, deviation: variance * Math.sqrt(2 / count) };
}

function membersOf(bins: readonly SampledBin[], count: number): number[] {
  const alone = bins.filter((bin) => bin === 'category').length;
  return bins.map((bin) =>
    bin === 'category' ? 1 : bin === 'rest' ? Math.max(1, count - alone) : 0,
  );
}

function drawPrior({ mean, excess, deviation }: CategorySpread, random: Random): number {
  const drawn = excess + deviation * random.normal();
  return drawn > 0 ? Math.min(LARGEST_PRIOR, (mean * mean) / drawn) : LARGEST_PRIOR;
}

/** Which part of the categories seen once each bin has. */
function singletonsOf(
  counts: readonly number[],
  bins: readonly SampledBin[],
  once: number,
): number[] {
  const alone = counts.map((count, at) => (bins[at] === 'category' && count === 1 ? 1 : 0));
  const inRest = Math.max(0, once - alone.reduce<number>((sum, one) => sum + one, 0));
  return alone.map((one, at) => (one + (bins[at] === 'rest' ? inRest : 0)) / once);
}

/** The m rows of ranges cut the line into m + 1 gaps; the one left over lies below the first row.
 *  A last range without rows starts just above the largest one and takes the gap beyond it. */
function addEnds(weights: number[], counts: readonly number[], bins: readonly SampledBin[]): void {
  const first = bins.indexOf('range');
  const last = bins.lastIndexOf('range');
  if (first < 0) return;
  weights[first] = (weights[first] ?? 0) + 1;
  if (last === first || (counts[last] ?? 0) > 0) return;
  weights[last] = 1;
  if ((weights[last - 1] ?? 0) >= 2) weights[last - 1] = (weights[last - 1] ?? 0) - 1;
}

/** Good–Turing's share of what was not seen, f₁/m, with the variance that f₁ and f₂ leave it.
 *  Formula  Beta(κ(f₁ + 1), κ(m − f₁)), κ = (f₁ + 1) / (f₁ + 2f₂ + 3)
 *  Source   Good 1953, Biometrika 40; Esty 1983, Ann. Stat. 11, for the variance */
export function unseenShare(
  rows: number,
  { once, twice }: { readonly once: number; readonly twice: number },
): { a: number; b: number } {
  const precision = (once + 1) / (once + 2 * twice + 3);
  return { a: precision * (once + 1), b: precision * Math.max(1, rows - once) };
}

export function drawTrueShares(shares: TrueShares, random: Random): number[] {
  const { unseen } = shares;
  const seen = drawDirichlet(drawWeights(shares, random), random);
  if (unseen === undefined) return seen;
  const a = drawGamma(unseen.a, random);
  const share = a / (a + drawGamma(unseen.b, random));
  const left = seen.map((mass, bin) => Math.max(0, mass - share * (unseen.from[bin] ?? 0)));
  const rest = left.reduce((sum, mass) => sum + mass, 0);
  return left.map((mass, bin) => (bin === unseen.bin ? share : (mass / rest) * (1 - share)));
}

function drawWeights(
  { weights, prior, doubtful, doubt, unseen }: TrueShares,
  random: Random,
): readonly number[] {
  // As a rule, and cut-offs are drawn by doing this thousands of times.
  if (prior === undefined && unseen === undefined && doubtful.size === 0) return weights;
  const added = prior === undefined ? 0 : drawPrior(prior.spread, random);
  return weights.map((weight, bin) => {
    if (bin === unseen?.bin) return 0;
    if (doubtful.has(bin) && random.uniform() >= doubt) return 0;
    return weight + added * (prior?.members[bin] ?? 0);
  });
}
