import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { sqlText } from './sql-text.ts';
import type { TableFile } from './table-file.ts';

const SEPARATORS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
] as const;
const SHOWN = 60;

/** Refuses a CSV file with another separator. Its header would be the name of one column, and its
 *  rows values that no other row has: nothing to compare, and no drift to find. */
export async function requireCommas(
  engine: ReportEngine,
  file: TableFile,
  link: string,
): Promise<void> {
  const lines = await engine
    .rows<[string]>(
      `SELECT line FROM file(${sqlText(link)}, LineAsString, 'line String', ${file.gzip ? "'gzip'" : "'none'"})
      WHERE notEmpty(trimBoth(line)) LIMIT 2 SETTINGS max_threads = 1`,
    )
    // What cannot be read has a reader that says why.
    .catch(() => []);
  const [header = '', row = ''] = lines.map(([line]) => line);
  if (header.includes(',')) return;
  // One name may well hold such a character; values of every row do only where it separates them.
  const found = SEPARATORS.find(([separator]) =>
    [header, row].every((line) => line.includes(separator)),
  );
  if (found === undefined) return;
  const shown = header.length > SHOWN ? `${header.slice(0, SHOWN)}…` : header;
  throw new ReportInputError(
    `${file.path}, line 1: ${JSON.stringify(shown)} is the name of one column. The file seems to be ` +
      `separated by ${found[1]}; only commas are read, so write it with commas.`,
  );
}
