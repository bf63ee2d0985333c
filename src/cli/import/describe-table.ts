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
  const bad = table.badRowCount === 0 ? '' : `, and ${table.badRowCount} that cannot be read`;
  const { output } = table;
  return [
    `${table.name}: ${table.rows.toLocaleString('en')} rows${bad}, ${table.columns.length} columns`,
    '',
    `${'column'.padEnd(width)}  ${'role'.padEnd(12)}  ${'kind'.padEnd(11)}  why`,
    ...lines,
    '',
    output === null
      ? 'task: none, as no column is an answer or the truth'
      : `task: ${output.task}${classesOf(output)} (${output.reason})`,
    ...spanLine(table),
    ...table.badRows.map(({ rowNumber, message }) => `row ${rowNumber}: ${message}`),
  ];
}

function classesOf({ classes, positiveClass }: NonNullable<TableBody['output']>): string {
  if (classes.length === 0) return '';
  const positive = positiveClass === null ? '' : `, ${positiveClass} is positive`;
  return ` of ${classes.join(', ')}${positive}`;
}

function spanLine({ columns }: TableBody): string[] {
  const span = columns.find((column) => column.role === 'time')?.time ?? null;
  if (span === null) return ['time: no column holds it, so the whole file can only be a baseline'];
  return [`time: ${span.first} to ${span.last}; baseline before ${span.split}, the rest is sent`];
}
