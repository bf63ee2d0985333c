import type { Random } from '../../../src/stats/random.ts';

/** A draw from the gamma law of scale 1.
 *  Source  Marsaglia & Tsang 2000, ACM Trans. Math. Softw. 26; below a shape of 1 its boost */
export function drawGamma(random: Random, shape: number): number {
  if (shape <= 0) return 0;
  if (shape < 1) {
    // A power of a uniform number may fall below the smallest double; 0 is right then.
    return drawGamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = random.normal();
    const cube = (1 + c * z) ** 3;
    if (cube <= 0) continue;
    const u = 1 - random.uniform();
    if (Math.log(u) < 0.5 * z * z + d - d * cube + d * Math.log(cube)) return d * cube;
  }
}

/** Shares that add up to 1, from the Dirichlet law. */
export function drawShares(random: Random, shapes: readonly number[]): number[] {
  const draws = shapes.map((shape) => drawGamma(random, shape));
  const total = draws.reduce((sum, draw) => sum + draw, 0);
  return draws.map((draw) => draw / total);
}
