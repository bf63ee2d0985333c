import { BadFileError, type FileRow, type FileRows } from '../../adapters/sources/file-rows.ts';
import { createRandom } from '../../stats/random.ts';
import { isStorableText } from '../storable-text.ts';

export interface FileInspection {
  readonly rows: number;
  /** In the order in which they first appear. */
  readonly columns: readonly string[];
  /** Drawn from the whole file, every row equally likely. */
  readonly sample: readonly FileRow['values'][];
}

const SAMPLE_ROWS = 20_000;
/** Of all columns together, so that a wide file is not held in memory. */
const SAMPLE_CELLS = 2_000_000;
const MAXIMUM_COLUMNS = 10_000;

/** Reads a file once from end to end: it is whole, has so many rows, and looks like this. */
export async function inspectFile(file: FileRows, seed: number): Promise<FileInspection> {
  const random = createRandom(seed);
  const columns = new Set<string>();
  const sample: FileRow['values'][] = [];
  let rows = 0;
  for await (const batch of file) {
    for (const { values } of batch) {
      rows += 1;
      for (const name in values) columns.add(name);
      const size = Math.max(100, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.size)));
      if (sample.length < size) sample.push(values);
      else {
        const at = random.integer(rows);
        if (at < size) sample[at] = values;
      }
    }
    if (columns.size > MAXIMUM_COLUMNS) {
      throw new BadFileError(`the file has more than ${MAXIMUM_COLUMNS} columns`, null);
    }
  }
  for (const name of columns) {
    if (isStorableText(name)) continue;
    throw new BadFileError(`column ${JSON.stringify(name)} has a name that cannot be stored`, null);
  }
  if (rows === 0) throw new BadFileError('the file has no rows', null);
  return { rows, columns: [...columns], sample };
}
