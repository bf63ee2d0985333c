/** A fine grid on few rows differs everywhere by chance alone. */
const LEAST_MASS = 1 / 20;

/** Puts neighbouring bins together until each has a twentieth of the reference's mass; the values
 *  that a baseline never had and the missing ones, which come last, stay apart. */
export function coarseBins(reference: readonly number[]): (masses: readonly number[]) => number[] {
  const last = reference.length - 3;
  const binOf: number[] = [];
  let [bin, mass] = [0, 0];
  reference.forEach((one, i) => {
    binOf.push(bin);
    mass += one;
    if (i < last && mass < LEAST_MASS) return;
    bin += 1;
    mass = 0;
  });
  return (masses) => {
    const sums = new Array<number>(bin).fill(0);
    masses.forEach((one, i) => {
      const at = binOf[i] ?? 0;
      sums[at] = (sums[at] ?? 0) + one;
    });
    return sums;
  };
}
