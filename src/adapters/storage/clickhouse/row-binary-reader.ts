/** Reads RowBinary back: what a row holds at its start is needed after it was encoded. */
export interface RowBinaryReader {
  readonly position: number;
  readonly atEnd: boolean;
  uint8(): number;
  uint32(): number;
  uint64(): bigint;
  int64(): number;
  float32(): number;
  float64(): number;
  varint(): number;
  text(): string;
  seek(position: number): void;
}

export function createRowBinaryReader(source: Uint8Array): RowBinaryReader {
  const buffer = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  const advance = (bytes: number) => {
    const from = at;
    at += bytes;
    return from;
  };
  function varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = buffer.readUInt8(advance(1));
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
  return {
    get position() {
      return at;
    },
    get atEnd() {
      return at >= buffer.length;
    },
    uint8: () => buffer.readUInt8(advance(1)),
    uint32: () => buffer.readUInt32LE(advance(4)),
    uint64: () => buffer.readBigUInt64LE(advance(8)),
    int64: () => Number(buffer.readBigInt64LE(advance(8))),
    float32: () => buffer.readFloatLE(advance(4)),
    float64: () => buffer.readDoubleLE(advance(8)),
    varint,
    text() {
      const length = varint();
      const from = advance(length);
      return buffer.toString('utf8', from, from + length);
    },
    seek(position) {
      at = position;
    },
  };
}
