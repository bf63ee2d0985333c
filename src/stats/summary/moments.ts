/** Weight, mean and sum of squared deviations from the mean. Merging them loses no digits,
 *  whereas sums of squares lose everything once the mean is large against the spread. */
export interface Moments {
  /** Σ of weights; the number of values where each weighs 1. */
  readonly n: number;
  /** 0 where n is 0. */
  readonly mean: number;
  readonly m2: number;
}

export const EMPTY_MOMENTS: Moments = { n: 0, mean: 0, m2: 0 };

/** Moments of two disjoint sets of values together.
 *  Formula  mean = mean_a + δ·n_b/n, m2 = m2_a + m2_b + δ²·n_a·n_b/n, δ = mean_b − mean_a
 *  m2 is Infinity where the spread exceeds what a double holds; it is never NaN.
 *  Source   Chan, Golub & LeVeque 1979, eq. 2.1 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const delta = b.mean - a.mean;
  const share = b.n / n;
  const mean = Number.isFinite(delta)
    ? a.mean + delta * share
    : a.mean * (a.n / n) + b.mean * share;
  // delta * (delta * …) underflows and overflows later than delta² does.
  return { n, mean, m2: a.m2 + b.m2 + delta * (delta * (a.n * share)) };
}

/** One more value; the same as merging the moments of that value alone. */
export function addToMoments(moments: Moments, value: number, weight = 1): Moments {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Moments take finite values, not ${value}: count the others as missing.`);
  }
  if (!Number.isFinite(weight) || weight < 0) {
    throw new RangeError(`A weight must be finite and not negative, not ${weight}.`);
  }
  if (weight === 0) return moments;
  return mergeMoments(moments, { n: weight, mean: value, m2: 0 });
}

export function momentsOf(values: Iterable<number>, weights?: readonly number[]): Moments {
  let moments = EMPTY_MOMENTS;
  let index = 0;
  for (const value of values) {
    const weight = weights === undefined ? 1 : weights[index];
    if (weight === undefined) throw new RangeError('There are fewer weights than values.');
    moments = addToMoments(moments, value, weight);
    index += 1;
  }
  if (weights !== undefined && weights.length !== index) {
    throw new RangeError(`There are ${weights.length} weights for ${index} values.`);
  }
  return moments;
}

/** Population variance m2/n: weights say how much a row counts, not how often it was seen, so
 *  there is no n − 1 to divide by. */
export function varianceOf(moments: Moments): number {
  if (moments.n === 0) throw new RangeError('No values: their variance is not defined.');
  return moments.m2 / moments.n;
}
