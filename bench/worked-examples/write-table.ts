/** A table of Markdown, its first row the heading. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Three significant digits, without an exponent. */
export const short = (value: number): string => String(Number(value.toPrecision(2)));

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

export const percent = (share: number): string =>
  share > 0 && share < 0.01 ? `${(100 * share).toFixed(1)} %` : `${Math.round(100 * share)} %`;
