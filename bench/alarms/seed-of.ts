/** A seed for one job of a run: jobs keep their numbers whatever runs before or beside them.
 *  Source  FNV-1a of 32 bits (Fowler, Noll & Vo) */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}:${name}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
