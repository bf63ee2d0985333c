/** Written and read within one call; a buffer per call would cost more than the call itself. */
const view = new DataView(new ArrayBuffer(8));

/** The smallest double greater than x; Infinity after the largest one. */
export function nextUp(x: number): number {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x;
  if (x === 0) return Number.MIN_VALUE;
  view.setFloat64(0, x);
  // Doubles of one sign are ordered like their bits; negative ones the other way round.
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, x > 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}
