/** A number that stands for a row's identity in memory: 53 bits, so that a set of a million
 *  holds a false friend once in ten thousand lives of a server. */
export function identityHash(modelId: string, predictionId: string, part: string): number {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (const text of [modelId, predictionId, part]) {
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b + unit, 0x5bd1e995) ^ (b >>> 13);
    }
    // Where one text ends and the next begins.
    a = Math.imul(a ^ 0x1f, 0x01000193);
    b = Math.imul(b ^ 0x1f, 0x5bd1e995);
  }
  return (spread(a) >>> 0) * TWO_21 + (spread(b) >>> 11);
}

const TWO_21 = 2_097_152;

/** FNV leaves its high bits poor on short texts. */
function spread(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return h ^ (h >>> 13);
}
