/** A text as SQL that reads back as the same text. */
export const sqlText = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A name of a column as SQL, whatever stands in it. */
export const sqlName = (name: string): string =>
  `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

/** A double as SQL that reads back to the same bits; in brackets, or a minus before it would begin
 *  a comment. */
export function sqlDouble(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot stand in a query.`);
  const text = String(value);
  const number = /[.e]/.test(text) ? text : `${text}.0`;
  return value < 0 || Object.is(value, -0) ? `(${number})` : number;
}
