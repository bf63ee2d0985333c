/** P(D < d) of the two-sided Kolmogorov–Smirnov distance of n rows, exact, as an entry of the n-th
 *  power of a matrix of 2⌈nd⌉ − 1 rows.
 *  Source  Durbin 1968; Marsaglia, Tsang & Wang 2003, J. Stat. Softw. 8(18) */
export function durbinProbability(d: number, n: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  let base: Scaled = { entries: transitionMatrix(size, k - n * d), exponent: 0 };
  let power: Scaled | undefined;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = power === undefined ? base : multiply(power, base, size);
    if (rest > 1) base = multiply(base, base, size);
  }
  const middle = (k - 1) * size + (k - 1);
  let value = power?.entries[middle] ?? 0;
  let exponent = power?.exponent ?? 0;
  // n! / nⁿ, a factor at a time, so that nothing underflows on the way.
  for (let i = 1; i <= n; i += 1) {
    value *= i / n;
    if (value !== 0 && value < SMALL) {
      value *= LARGE;
      exponent -= STEP;
    }
  }
  return Math.min(1, value * 2 ** exponent);
}

/** A matrix of `size` × `size` entries, each times 2^exponent. */
interface Scaled {
  readonly entries: Float64Array;
  readonly exponent: number;
}

const STEP = 400;
const LARGE = 2 ** STEP;
const SMALL = 2 ** -STEP;

function transitionMatrix(size: number, h: number): Float64Array {
  const entries = new Float64Array(size * size);
  const inverseFactorial = [1];
  for (let i = 1; i <= size; i += 1) inverseFactorial.push((inverseFactorial[i - 1] ?? 0) / i);
  const at = (i: number) => inverseFactorial[i] ?? 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const degree = row - column + 1;
      if (degree < 0) continue;
      const corner = row === size - 1 && column === 0;
      let weight = 1;
      if (column === 0) weight -= h ** degree;
      if (row === size - 1) weight -= h ** degree;
      if (corner && 2 * h > 1) weight += (2 * h - 1) ** degree;
      entries[row * size + column] = weight * at(degree);
    }
  }
  return entries;
}

function multiply(a: Scaled, b: Scaled, size: number): Scaled {
  const entries = new Float64Array(size * size);
  let largest = 0;
  for (let row = 0; row < size; row += 1) {
    for (let inner = 0; inner < size; inner += 1) {
      const factor = a.entries[row * size + inner] ?? 0;
      if (factor === 0) continue;
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column;
        const sum = (entries[at] ?? 0) + factor * (b.entries[inner * size + column] ?? 0);
        entries[at] = sum;
        if (sum > largest) largest = sum;
      }
    }
  }
  const exponent = a.exponent + b.exponent;
  if (largest < LARGE) return { entries, exponent };
  return { entries: entries.map((entry) => entry * SMALL), exponent: exponent + STEP };
}
