import type { ReportBody } from '../../../contract/report.ts';
import { columnsByCount } from '../../../server/report/counted-columns.ts';

type ReportColumn = ReportBody['columns'][number];

const SHOWN = 20;
const MARKS = {
  critical: 'critical',
  warning: 'warning',
  insufficient_data: 'cannot tell',
  no_data: 'not compared',
  ok: 'ok',
} as const;

/** The report for a terminal: what a person should know, then the columns that matter. */
export function describeReport(report: ReportBody): string {
  const { performance, notes } = report;
  const { counted, others } = columnsByCount(report);
  const lines = [...report.summary, '', ...listOf(counted)];
  const changed = performance.filter(
    ({ severity }) => severity === 'warning' || severity === 'critical',
  );
  for (const { title, before, after, severity } of changed) {
    lines.push(`  ${title}: ${digits(before)} before, ${digits(after)} now (${MARKS[severity]})`);
  }
  const beside = listOf(others);
  if (beside.length > 0) lines.push('', 'Judged too, and not counted above:', ...beside);
  lines.push(
    '',
    `${report.reference.rows.toLocaleString('en-US')} rows of ${report.reference.file}, ` +
      `${report.current.rows.toLocaleString('en-US')} of ${report.current.file}.`,
    ...notes.map((note) => `note: ${note}`),
  );
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

function listOf(columns: readonly ReportColumn[]): string[] {
  const worth = columns.filter(({ severity }) => severity !== 'ok' && severity !== 'no_data');
  const shown = worth.slice(0, SHOWN);
  const width = Math.max(0, ...shown.map(({ name }) => Math.min(32, name.length)));
  const lines = shown.map(({ name, severity, sentence }) =>
    `  ${cut(name, 32).padEnd(width)}  ${MARKS[severity].padEnd(12)}  ${sentence}`.trimEnd(),
  );
  return worth.length > SHOWN ? [...lines, `  … and ${worth.length - SHOWN} more`] : lines;
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

const digits = (value: number | null): string =>
  value === null ? 'none' : String(Number(value.toPrecision(4)));
