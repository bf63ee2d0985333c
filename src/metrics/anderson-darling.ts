import { type TieGroup, tieGroups } from './tie-groups.ts';

/** Levels, and the critical values of the normalised statistic there as b₀ + b₁ + b₂, which is what
 *  the table says for two samples. */
const LEVELS = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001] as const;
const CRITICAL = [
  0.675 - 0.245 - 0.105,
  1.281 + 0.25 - 0.305,
  1.645 + 0.678 - 0.362,
  1.96 + 1.149 - 0.391,
  2.326 + 1.822 - 0.396,
  2.573 + 2.364 - 0.345,
  3.085 + 3.615 - 0.154,
] as const;

/** Anderson–Darling statistic of two samples: the squared gap of their distribution functions,
 *  weighted by its own spread, so that the tails count as much as the middle.
 *  Formula     (A² − 1) / σ, A² = (N − 1)/N² Σ_samples 1/nᵢ Σ_values l (N·Mᵢ − nᵢ·B)² / (B(N − B) − N·l/4),
 *              l rows of one value in both samples, B and Mᵢ the rows below and half of those at it
 *  Inputs      the values of both samples in any order
 *  Returns     no unit, near 0 without drift, higher is worse, with its p-value
 *  Convention  tied rows count half (`midrank`), or whole as the right end of the step (`right`). The
 *              p-value is interpolated between tabulated levels, and so is never above 0.25 nor
 *              below 0.001, as in scipy. From rows alone: no profile holds ranks
 *  Sampling    4 rows together; no drift: the limit law, from the table
 *  Throws      samples of no rows, fewer than four rows, values that are NaN or all equal
 *  Cost        O(n log n + m log m)
 *  Prefer      Kolmogorov–Smirnov, which profiles hold and whose p-value has no ends
 *  Source      Scholz & Stephens 1987, J. Am. Stat. Assoc. 82, eq. 3, 4 and 7, table 2; vectors of scipy
 *              1.10.1 anderson_ksamp, Evidently and frouros
 *  @example    andersonDarling([1, 2, 3], [3, 4, 5]).pValue // 0.04626798037503198 */
export function andersonDarling(
  baseline: readonly number[],
  window: readonly number[],
  ties: 'midrank' | 'right' = 'midrank',
): { readonly statistic: number; readonly pValue: number } {
  const groups = tieGroups(baseline, window);
  const [m, n] = [baseline.length, window.length];
  if (m + n < 4) throw new RangeError('The samples need at least four rows together.');
  if (groups.length < 2) throw new RangeError('All values are equal: there is nothing to rank.');
  const square = ties === 'midrank' ? squareByMidranks(groups, m, n) : squareByRight(groups, m, n);
  const statistic = (square - 1) / Math.sqrt(varianceOfSquare(m, n));
  return { statistic, pValue: interpolatedLevel(statistic) };
}

function squareByMidranks(groups: readonly TieGroup[], m: number, n: number): number {
  const all = m + n;
  let [first, second, sum] = [0, 0, 0];
  for (const { inBaseline, inWindow } of groups) {
    const tied = inBaseline + inWindow;
    const below = first + second + tied / 2;
    const spread = below * (all - below) - (all * tied) / 4;
    const gapOf = (rows: number, size: number) => (all * rows - below * size) ** 2 / size;
    const gaps = gapOf(first + inBaseline / 2, m) + gapOf(second + inWindow / 2, n);
    sum += (tied / all) * (gaps / spread);
    first += inBaseline;
    second += inWindow;
  }
  return (sum * (all - 1)) / all;
}

function squareByRight(groups: readonly TieGroup[], m: number, n: number): number {
  const all = m + n;
  let [first, second, sum] = [0, 0, 0];
  for (const { inBaseline, inWindow } of groups.slice(0, -1)) {
    first += inBaseline;
    second += inWindow;
    const upTo = first + second;
    const gapOf = (rows: number, size: number) => (all * rows - upTo * size) ** 2 / size;
    const tied = inBaseline + inWindow;
    sum += ((tied / all) * (gapOf(first, m) + gapOf(second, n))) / (upTo * (all - upTo));
  }
  return sum;
}

/** Variance of A² of two samples without drift. */
function varianceOfSquare(m: number, n: number): number {
  const all = m + n;
  const inverses = 1 / m + 1 / n;
  // h = Σ_{i<N} 1/i and g = Σ_{i<j<N} 1/((N − i) j), summed from the far end.
  let [tail, g] = [0, 0];
  for (let i = 2; i < all; i += 1) {
    tail += 1 / (all + 1 - i);
    g += tail / i;
  }
  const h = tail + 1;
  const a = 4 * g - 6 + (10 - 6 * g) * inverses;
  const b = (2 * g - 4) * 4 + 8 * h * 2 + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverses + 4 * h;
  const d = (2 * h + 6) * 4 - 8 * h;
  const cubic = ((a * all + b) * all + c) * all + d;
  return cubic / ((all - 1) * (all - 2) * (all - 3));
}

/** The logarithm of the level is taken for a parabola of the critical value. */
function interpolatedLevel(statistic: number): number {
  if (statistic < CRITICAL[0]) return LEVELS[0];
  if (statistic > CRITICAL[6]) return LEVELS[6];
  const [c0, c1, c2] = fitParabola(CRITICAL, LEVELS.map(Math.log));
  return Math.exp(c0 + statistic * (c1 + statistic * c2));
}

/** Least squares, by orthogonal polynomials: no matrix to invert. */
function fitParabola(xs: readonly number[], ys: readonly number[]): [number, number, number] {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const first = xs.map((x) => x - mean);
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const squares = dot(first, first);
  const slope =
    dot(
      first.map((x) => x * x),
      first,
    ) / squares;
  const offset = squares / xs.length;
  const second = first.map((x) => x * x - slope * x - offset);
  const c = ys.reduce((sum, y) => sum + y, 0) / xs.length;
  const c1 = dot(first, ys) / squares;
  const c2 = dot(second, ys) / dot(second, second);
  // Back from powers of (x − mean).
  const linear = c1 - c2 * slope;
  const constant = c - c2 * offset;
  return [constant - linear * mean + c2 * mean * mean, linear - 2 * c2 * mean, c2];
}
