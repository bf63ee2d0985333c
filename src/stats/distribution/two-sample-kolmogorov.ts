/** Which side of 0 the difference F_m − F_n has to stray to. */
export type Side = 'both' | 'above' | 'below';

/** Chance that two samples of one continuous distribution, of m and n rows, are as far apart: that
 *  |i/m − j/n| ≥ `distance`/(m·n) somewhere on a random path of i + j steps. Exact; ties make it
 *  too large. Every term is positive, so tails keep their digits.
 *  Cost    O(m·n)
 *  Source  Hodges 1958, Ark. Mat. 3, the path counts of §2 as probabilities */
export function twoSampleKolmogorovTail(
  distance: number,
  m: number,
  n: number,
  side: Side = 'both',
): number {
  for (const rows of [m, n]) {
    if (!(Number.isInteger(rows) && rows >= 1)) {
      throw new RangeError(`Rows must be a whole number from 1 on, not ${rows}.`);
    }
  }
  if (!Number.isInteger(distance)) {
    throw new RangeError(`The distance is counted in steps of 1/(m·n), not ${distance}.`);
  }
  if (distance <= 0) return 1;
  const strayed = (i: number, j: number): boolean => {
    const difference = i * n - j * m;
    if (side === 'above') return difference >= distance;
    return (side === 'below' ? -difference : Math.abs(difference)) >= distance;
  };
  // touched[j]: chance that the path to (i, j) strayed, all paths to it being equally likely.
  const touched = new Float64Array(n + 1);
  for (let i = 0; i <= m; i += 1) {
    for (let j = 0; j <= n; j += 1) {
      if (strayed(i, j)) {
        touched[j] = 1;
      } else if (i + j > 0) {
        const fromLeft = (touched[j] ?? 0) * (i / (i + j));
        const fromBelow = j === 0 ? 0 : (touched[j - 1] ?? 0) * (j / (i + j));
        touched[j] = fromLeft + fromBelow;
      }
    }
  }
  return Math.min(1, touched[n] ?? 0);
}
