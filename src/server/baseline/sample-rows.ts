import type { FileRow, FileRows } from '../../adapters/sources/file-rows.ts';
import { createRandom } from '../../stats/random.ts';

/** Exactly `wanted` of `total` rows in the order of the file, every subset equally likely; the
 *  same seed takes the same rows. All of them where that is not more than wanted.
 *  Source  Fan, Muller & Rezucha 1962, selection sampling (Knuth 3.4.2 S) */
export async function* sampleRows(
  file: FileRows,
  total: number,
  wanted: number,
  seed: number,
): AsyncGenerator<FileRow[]> {
  const random = createRandom(seed);
  let left = total;
  let open = Math.min(wanted, total);
  for await (const batch of file) {
    const taken: FileRow[] = [];
    for (const row of batch) {
      if (open === left || random.uniform() * left < open) {
        taken.push(row);
        open -= 1;
      }
      left -= 1;
    }
    if (taken.length > 0) yield taken;
  }
}
