/** Controls, and marks that turn the direction of writing: names come from strangers. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/** One line that can be shown anywhere, at most so many UTF-16 units long. */
export function cleanLine(text: string, limit: number): string {
  return clip(text.replace(LONE_SURROGATE, '�').replace(UNPRINTABLE, ' '), limit);
}

/** What a receiver answered, short enough to keep. Line breaks stay. */
export function cleanExcerpt(text: string, limit: number): string {
  const lines = text
    .replace(LONE_SURROGATE, '�')
    .split(/\r?\n/)
    .map((line) => line.replace(UNPRINTABLE, ' '));
  return clip(lines.join('\n'), limit);
}

/** Cuts between characters, and shows that it did. */
export function clip(text: string, limit: number, sizeOf = (part: string) => part.length): string {
  if (sizeOf(text) <= limit) return text;
  let kept = '';
  let size = 1;
  for (const character of text) {
    size += sizeOf(character);
    if (size > limit) break;
    kept += character;
  }
  return `${kept}…`;
}
