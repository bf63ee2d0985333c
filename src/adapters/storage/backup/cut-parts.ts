export interface Part {
  readonly name: string;
  readonly rows: number;
  /** Before compression. */
  readonly bytes: number;
}

/** Some parts in full, or a range of the rows of one. */
export interface Cut {
  readonly parts: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** The embedded engine takes what is inserted by way of memory. */
const CUT_BYTES = 64 * 1_048_576;

/** Small parts go together and big ones are divided, so that every cut is loaded with the same
 *  little memory. Every row is in exactly one cut, and their order stays. */
export function cutParts(parts: readonly Part[], cutBytes = CUT_BYTES): readonly Cut[] {
  const cuts: Cut[] = [];
  let open: Part[] = [];
  const close = () => {
    if (open.length === 0) return;
    const rows = open.reduce((sum, part) => sum + part.rows, 0);
    const longest = Math.max(...open.map((part) => part.rows));
    cuts.push({ parts: open.map((part) => part.name), from: 0, to: longest, rows });
    open = [];
  };
  let openBytes = 0;
  for (const part of parts) {
    if (part.rows === 0) continue;
    if (openBytes + part.bytes > cutBytes) {
      close();
      openBytes = 0;
    }
    if (part.bytes <= cutBytes) {
      open.push(part);
      openBytes += part.bytes;
      continue;
    }
    const step = Math.max(1, Math.floor((part.rows * cutBytes) / part.bytes));
    for (let from = 0; from < part.rows; from += step) {
      const to = Math.min(part.rows, from + step);
      cuts.push({ parts: [part.name], from, to, rows: to - from });
    }
  }
  close();
  return cuts;
}
