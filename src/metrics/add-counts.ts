/** Adds two count vectors of the same bins. */
export function addCounts(a: readonly number[], b: readonly number[], what: string): number[] {
  if (a.length !== b.length) {
    throw new RangeError(`${what} of ${a.length} and of ${b.length} bins cannot be added.`);
  }
  return a.map((count, index) => count + (b[index] ?? 0));
}
