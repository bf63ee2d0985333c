/** Writes ClickHouse's RowBinary into one growing buffer, without an allocation per value. */
export interface RowBinaryWriter {
  readonly length: number;
  uint8(value: number): void;
  uint32(value: number): void;
  /** Two halves, because bigints cost an allocation each. */
  uint64(high: number, low: number): void;
  /** Of a whole number within ±2^53. */
  int64(value: number): void;
  float32(value: number): void;
  float64(value: number): void;
  varint(value: number): void;
  text(value: string): void;
  /** What another writer holds. */
  append(other: RowBinaryWriter): void;
  bytes(chunk: Uint8Array): void;
  truncate(length: number): void;
  /** Valid until the next write. */
  view(): Buffer;
  copy(): Buffer;
}

/** Below this a loop over the units beats a call into the runtime. */
const SHORT_TEXT = 48;
const FIRST_CAPACITY_BYTES = 4_096;
const TWO_32 = 4_294_967_296;

export function createRowBinaryWriter(): RowBinaryWriter {
  let buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES);
  let data = new DataView(buffer.buffer);
  let at = 0;

  function reserve(bytes: number): void {
    if (at + bytes <= buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes));
    buffer.copy(grown, 0, 0, at);
    buffer = grown;
    data = new DataView(buffer.buffer);
  }

  function varint(value: number): void {
    reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      buffer[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buffer[at++] = rest;
  }

  function longText(value: string): void {
    const length = Buffer.byteLength(value, 'utf8');
    varint(length);
    reserve(length);
    at += buffer.write(value, at, length, 'utf8');
  }

  return {
    get length() {
      return at;
    },
    uint8(value) {
      reserve(1);
      buffer[at++] = value;
    },
    uint32(value) {
      reserve(4);
      data.setUint32(at, value, true);
      at += 4;
    },
    uint64(high, low) {
      reserve(8);
      data.setUint32(at, low, true);
      data.setUint32(at + 4, high, true);
      at += 8;
    },
    int64(value) {
      reserve(8);
      data.setUint32(at, value % TWO_32, true);
      data.setInt32(at + 4, Math.floor(value / TWO_32), true);
      at += 8;
    },
    float32(value) {
      reserve(4);
      data.setFloat32(at, value, true);
      at += 4;
    },
    float64(value) {
      reserve(8);
      data.setFloat64(at, value, true);
      at += 8;
    },
    varint,
    text(value) {
      const length = value.length;
      if (length > SHORT_TEXT) return longText(value);
      reserve(length + 1);
      const start = at;
      buffer[at++] = length;
      for (let i = 0; i < length; i += 1) {
        const unit = value.charCodeAt(i);
        if (unit >= 0x80) {
          at = start;
          return longText(value);
        }
        buffer[at++] = unit;
      }
    },
    append(other) {
      const chunk = other.view();
      reserve(chunk.length);
      buffer.set(chunk, at);
      at += chunk.length;
    },
    bytes(chunk) {
      reserve(chunk.length);
      buffer.set(chunk, at);
      at += chunk.length;
    },
    truncate(length) {
      at = length;
    },
    view: () => buffer.subarray(0, at),
    copy: () => Buffer.from(buffer.subarray(0, at)),
  };
}
