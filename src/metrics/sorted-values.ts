/** A sample in ascending order. */
export function sortedValues(values: readonly number[], what: string): Float64Array {
  if (values.length === 0) throw new RangeError(`The ${what} has no rows.`);
  if (values.some(Number.isNaN)) {
    throw new RangeError(`A value of the ${what} is NaN: leave such rows out.`);
  }
  return Float64Array.from(values).sort();
}
