/** P(K > z) of the limit that √n·D tends to, whatever the continuous distribution.
 *  Source  Kolmogorov 1933 (alternating series); Smirnov 1948 (its theta dual, for small z) */
export function kolmogorovLimitTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('The tail beyond NaN is not defined.');
  if (z <= 0) return 1;
  if (z < 1) return 1 - lowerSeries(z);
  let sum = 0;
  for (let k = 1; ; k += 1) {
    const term = Math.exp(-2 * k * k * z * z);
    sum += k % 2 === 1 ? term : -term;
    if (term <= sum * 1e-17) return Math.min(1, 2 * sum);
  }
}

function lowerSeries(z: number): number {
  let sum = 0;
  for (let odd = 1; odd < 20; odd += 2) {
    sum += Math.exp(-((odd * Math.PI) ** 2) / (8 * z * z));
  }
  return Math.min(1, (Math.sqrt(2 * Math.PI) / z) * sum);
}
