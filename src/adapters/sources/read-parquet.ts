import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { BadFileError, emptyValues, type FileRow, type FileRows } from './file-rows.ts';

/** Rows decoded at a time: a row group is decoded anew for each slice of it. */
const SLICE_ROWS = 50_000;

/** Parquet is read in place, so it needs a file. Whole numbers beyond 2⁵³ become text, which
 *  keeps their digits; dates stay dates. */
export async function* readParquet(path: string): FileRows {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    let groupStart = 0;
    for (const group of metadata.row_groups) {
      const groupEnd = groupStart + Number(group.num_rows);
      for (let start = groupStart; start < groupEnd; start += SLICE_ROWS) {
        const rows = await parquetReadObjects({
          file,
          metadata,
          compressors,
          rowStart: start,
          rowEnd: Math.min(start + SLICE_ROWS, groupEnd),
        });
        yield rows.map(
          (row, index): FileRow => ({ number: start + index + 1, values: plain(row) }),
        );
      }
      groupStart = groupEnd;
    }
    if (groupStart === 0) throw new BadFileError('the file has no rows', null);
  } catch (error) {
    // Its library throws plain errors for whatever is wrong with a file.
    if (!(error instanceof Error) || error instanceof BadFileError || 'syscall' in error)
      throw error;
    throw new BadFileError(error.message, null, { cause: error });
  }
}

function plain(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values = emptyValues();
  for (const [name, value] of Object.entries(row)) values[name] = plainValue(value);
  return values;
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (Array.isArray(value)) return value.map(plainValue);
  return value;
}
