/** A double as SQL text that ClickHouse reads back to the same bits. Whole numbers get a point,
 *  or an array of them and fractions would have no common type. */
export function sqlNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot stand in a query.`);
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Whole numbers, such as seconds since 1970, as a list in SQL text. */
export function sqlIntegers(values: readonly number[]): string {
  const wrong = values.find((value) => !Number.isSafeInteger(value));
  if (wrong !== undefined) throw new RangeError(`${wrong} is no whole number.`);
  return values.join(', ');
}
