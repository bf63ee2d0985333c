const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** A name for a grid made from its content alone: whoever builds the same bins gets the same id,
 *  and counts under one id can always be added. FNV-1a of 64 bits over UTF-16 code units; a million
 *  grids collide with probability 3e-8. */
export function gridId(
  kind: 'numeric' | 'categorical',
  bins: readonly (number | string)[],
): string {
  const text = JSON.stringify([kind, ...bins]);
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit & 0xff)) * PRIME);
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit >> 8)) * PRIME);
  }
  return `grd_${hash.toString(16).padStart(16, '0')}`;
}
