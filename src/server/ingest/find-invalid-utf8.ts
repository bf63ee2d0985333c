const REPLACEMENT = '\u{fffd}';
const REPLACEMENT_BYTES = 3;

/** The offset of the first bytes that are no UTF-8, -1 where there are none. Decoding puts a
 *  replacement character in their place, but it may also stand in the text itself. */
export function findInvalidUtf8(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (bytes.toString('latin1', offset, offset + REPLACEMENT_BYTES) !== '\xef\xbf\xbd') {
      return offset;
    }
    offset += REPLACEMENT_BYTES;
    from = at + 1;
  }
  return -1;
}
