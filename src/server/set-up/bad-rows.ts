import { BadFileError, type BadRow } from '../../adapters/sources/file-rows.ts';
import type { TableBody } from '../../contract/file.ts';
import { type CsvFile, countLines } from './look-at-csv.ts';

type Shown = TableBody['badRows'][number];

export interface BadRows {
  readonly shown: readonly Shown[];
  add(row: BadRow): void;
  /** After the last row: a file without one that can be read is refused, with what is wrong. */
  end(file: CsvFile, readableRows: number): Promise<void>;
  count(): number;
}

const MOST_SHOWN = 20;
/** In the words of whoever reads the file. */
const BROKEN_OFF = /nothing after it was read$/;

/** Counts the rows of a file that cannot be read, and keeps the first of them. */
export function collectBadRows(): BadRows {
  const shown: Shown[] = [];
  let count = 0;
  let brokenOff: Shown | null = null;

  return {
    shown,
    add({ number, message, raw }) {
      count += 1;
      const row = { rowNumber: number, message, raw };
      if (BROKEN_OFF.test(message)) brokenOff = row;
      else if (shown.length < MOST_SHOWN) shown.push(row);
    },
    async end(file, readableRows) {
      if (brokenOff !== null) {
        // The row itself is counted, and the header is a line too.
        const lines = Math.max(0, (await countLines(file)) - 1 - readableRows - count);
        count += lines;
        // It explains more rows than any other.
        shown.unshift({ ...brokenOff, message: explain(brokenOff.message, lines) });
      }
      if (readableRows > 0 || count === 0) return;
      const reasons = shown.slice(0, 3).map((row) => `row ${row.rowNumber}: ${row.message}`);
      throw new BadFileError(
        `none of its ${count.toLocaleString('en')} rows can be read; ${reasons.join('; ')}`,
        null,
      );
    },
    count: () => count,
  };
}

/** The reader knows where the file ends, not where the quote is that it waits for. */
function explain(message: string, lines: number): string {
  const what = /^quote not closed/i.test(message)
    ? 'a quote is opened in this row or after it and never closed, so nothing more was read'
    : message;
  return lines === 0 ? what : `${what} (about ${lines.toLocaleString('en')} lines)`;
}

/** Said where it is so much that what is left may be something else. */
export function noteBadRows({ rows, badRowCount, badRows }: TableBody): readonly string[] {
  if (badRowCount < NOTED_SHARE * (rows + badRowCount) || badRowCount === 0) return [];
  const [first] = badRows;
  const reason = first === undefined ? '' : ` Row ${first.rowNumber}: ${first.message}.`;
  return [
    `${badRowCount.toLocaleString('en')} of ${(rows + badRowCount).toLocaleString('en')} rows cannot be read and are left out.${reason}`,
  ];
}

const NOTED_SHARE = 0.01;
