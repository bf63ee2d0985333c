/** What cutting needs to know of an entry. */
export interface CuttableEntry {
  readonly rows: number;
  readonly bytes: number;
  readonly layout: number;
}

export const BLOCK_ROWS = 20_000;
export const BLOCK_BYTES = 32 * 1_048_576;

/** How many entries from the front make the next block: as many as fit, at least one, all of
 *  one layout. */
export function cutBlock(entries: readonly CuttableEntry[]): number {
  let rows = 0;
  let bytes = 0;
  for (let taken = 0; taken < entries.length; taken += 1) {
    const entry = entries[taken];
    if (entry === undefined) return taken;
    rows += entry.rows;
    bytes += entry.bytes;
    const fits = rows <= BLOCK_ROWS && bytes <= BLOCK_BYTES;
    if (taken > 0 && (!fits || entry.layout !== entries[0]?.layout)) return taken;
  }
  return entries.length;
}
