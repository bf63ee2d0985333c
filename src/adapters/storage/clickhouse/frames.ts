/** Where the rows of a payload begin and end. */
export interface Frames {
  readonly rows: number;
  start(row: number): number;
  end(row: number): number;
  /** Length of the part of the row that the index takes. */
  indexLength(row: number): number;
}

const WORDS = 2;

/** Bytes may lie at any offset of a bigger buffer, where words may not. */
export function readFrames(bytes: Uint8Array): Frames {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = Math.floor(bytes.byteLength / (WORDS * 4));
  const starts = new Float64Array(rows + 1);
  for (let row = 0; row < rows; row += 1) {
    starts[row + 1] = (starts[row] ?? 0) + view.getUint32(row * 8, true);
  }
  return {
    rows,
    start: (row) => starts[row] ?? 0,
    end: (row) => starts[row + 1] ?? 0,
    indexLength: (row) => view.getUint32(row * 8 + 4, true),
  };
}
