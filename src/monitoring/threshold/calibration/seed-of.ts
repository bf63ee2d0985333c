/** A seed that a text always gives: the same table is drawn in every process.
 *  Source  FNV-1a, Fowler, Noll & Vo 1991, 32 bits */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
