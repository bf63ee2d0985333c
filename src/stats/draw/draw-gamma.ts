import type { Random } from '../random.ts';

/** A draw of the gamma distribution with that shape and scale 1.
 *  Source  Marsaglia & Tsang 2000, ACM Trans. Math. Softw. 26; shapes below 1 by the power of a
 *          uniform (their §6) */
export function drawGamma(shape: number, random: Random): number {
  if (!(shape > 0)) throw new RangeError(`The shape must be a number above 0, not ${shape}.`);
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - random.uniform();
    const square = x * x;
    if (u < 1 - 0.0331 * square * square) return d * v;
    if (Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** Shares drawn of a Dirichlet distribution; a weight of 0 has no share. */
export function drawDirichlet(weights: readonly number[], random: Random): number[] {
  const draws = new Array<number>(weights.length).fill(0);
  let total = 0;
  for (let at = 0; at < weights.length; at += 1) {
    const weight = weights[at] ?? 0;
    if (!(weight > 0)) continue;
    const draw = drawGamma(weight, random);
    draws[at] = draw;
    total += draw;
  }
  for (let at = 0; at < draws.length; at += 1) draws[at] = (draws[at] ?? 0) / total;
  return draws;
}
