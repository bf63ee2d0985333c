import type { CellType, Table } from './table.ts';

/** What a spreadsheet takes for the start of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** RFC 4180. Text that a spreadsheet would calculate gets an apostrophe before it: names and
 *  segments come from whoever sends predictions. */
export function writeCsv({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => cell(name, 'text')).join(',')];
  for (const row of rows) {
    lines.push(columns.map(({ name, type }) => cell(row[name], type)).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function cell(value: unknown, type: CellType): string {
  if (value === null || value === undefined) return '';
  if (type === 'number' || type === 'integer' || type === 'flag') return String(value);
  const plain = type === 'json' ? JSON.stringify(value) : String(value);
  const safe = FORMULA.test(plain) ? `'${plain}` : plain;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
