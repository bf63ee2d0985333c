/** `count` + 1 quantiles of equal steps of probability, the minimum first and the maximum last.
 *  Each is one of the values: the smallest whose cumulated weight reaches p of the whole (the
 *  inverse of the empirical distribution, Hyndman & Fan 1996, definition 1). */
export function weightedQuantiles(
  values: readonly number[],
  count: number,
  weights?: readonly number[],
): number[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`The number of steps must be a whole number from 1 on, not ${count}.`);
  }
  const { sorted, cumulated } = cumulate(values, weights);
  const last = sorted.length - 1;
  const total = cumulated[last];
  if (total === undefined) throw new RangeError('Quantiles of no values are not defined.');
  const quantiles: number[] = [];
  let position = 0;
  for (let step = 0; step <= count; step += 1) {
    // Multiplied before it is divided: k·n/count is then exact wherever it is a whole number.
    const target = (step * total) / count;
    while (position < last && (cumulated[position] ?? 0) < target) position += 1;
    quantiles.push(sorted[position] ?? Number.NaN);
  }
  return quantiles;
}

function cumulate(
  values: readonly number[],
  weights: readonly number[] | undefined,
): { sorted: Float64Array; cumulated: Float64Array } {
  if (weights !== undefined && weights.length !== values.length) {
    throw new RangeError(`There are ${weights.length} weights for ${values.length} values.`);
  }
  const finite = (value: number) => {
    if (Number.isFinite(value)) return value;
    throw new RangeError(`Quantiles take finite values, not ${value}.`);
  };
  if (weights === undefined) {
    const sorted = Float64Array.from(values, finite).sort();
    return { sorted, cumulated: Float64Array.from(sorted, (_, index) => index + 1) };
  }
  const order = values
    .map((_, index) => index)
    .filter((index) => positiveWeight(weights[index]))
    .sort((a, b) => finite(values[a] ?? 0) - finite(values[b] ?? 0));
  let sum = 0;
  return {
    sorted: Float64Array.from(order, (index) => finite(values[index] ?? 0)),
    cumulated: Float64Array.from(order, (index) => {
      sum += weights[index] ?? 0;
      return sum;
    }),
  };
}

/** A value of no weight is not there, not even as the minimum. */
function positiveWeight(weight: number | undefined): boolean {
  if (weight === undefined || !Number.isFinite(weight) || weight < 0) {
    throw new RangeError(`A weight must be finite and not negative, not ${weight}.`);
  }
  return weight > 0;
}
