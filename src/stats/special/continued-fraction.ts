const MAX_TERMS = 1_000_000;

/** The method steps around a denominator of 0. */
const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** a₁ / (b₁ + a₂ / (b₂ + a₃ / (b₃ + …))), by the modified method of Lentz
 *  (Thompson & Barnett 1986, J. Comput. Phys. 64). */
export function continuedFraction(
  numerator: (k: number) => number,
  denominator: (k: number) => number,
): number {
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / away(denominator(1));
  let value = numerator(1) * d;
  for (let k = 2; k < MAX_TERMS; k += 1) {
    const a = numerator(k);
    const b = denominator(k);
    d = 1 / away(b + a * d);
    c = away(b + a / c);
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < Number.EPSILON) break;
  }
  return value;
}
