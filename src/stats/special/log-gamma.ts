/** Σ B₂ₖ / (2k(2k−1) x²ᵏ⁻¹) of Stirling's series, k = 1 … 8; its error beyond x = 10 is below 1e-17. */
const COEFFICIENTS = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
] as const;

/** From here on Stirling's series is exact to the last digit. */
export const STIRLING_FROM = 10;

const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π), for x ≥ 10. Densities of large arguments are built from
 *  it, because the terms that it leaves out cancel there. */
export function stirlingCorrection(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  let sum = 0;
  for (let k = COEFFICIENTS.length - 1; k >= 0; k -= 1) sum = sum * square + (COEFFICIENTS[k] ?? 0);
  return sum * inverse;
}

/** Logarithm of the gamma function, x > 0.
 *  Source  Abramowitz & Stegun 1964, 6.1.15 (recurrence) and 6.1.41 (Stirling) */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`The gamma function is taken of numbers above 0, not ${x}.`);
  if (x === Number.POSITIVE_INFINITY) return x;
  let product = 1;
  let shifted = x;
  for (; shifted < STIRLING_FROM; shifted += 1) product *= shifted;
  const stirling = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TAU;
  return stirling + stirlingCorrection(shifted) - Math.log(product);
}
