import type { TableBody } from '../../contract/file.ts';

/** Lines for people: what every column is taken to be, and why. */
export function describeTable(table: TableBody): string[] {
  const names = table.columns.map((column) => column.name.length);
  const width = Math.min(32, Math.max(6, ...names));
  const lines = table.columns.map(
    ({ name, role, roleReason, kind, kindReason }) =>
      `${name.padEnd(width)}  ${role.padEnd(12)}  ${kind.padEnd(11)}  ${[
        roleReason,
        // Of other roles the kind makes no difference.
        role === 'feature' || role === 'segment' ? kindReason : '',
      ]
        .filter((text) => text !== '')
        .join('; ')}`,
  );
  const bad =
    table.badRowCount === 0
      ? ''
      : `, and ${table.badRowCount.toLocaleString('en')} that cannot be read`;
  return [
    `${table.name}: ${table.rows.toLocaleString('en')} rows${bad}, ${table.columns.length} columns`,
    ...table.badRows.map(({ rowNumber, message }) => `row ${rowNumber}: ${message}`),
    '',
    `${'column'.padEnd(width)}  ${'role'.padEnd(12)}  ${'kind'.padEnd(11)}  why`,
    ...lines,
  ];
}
