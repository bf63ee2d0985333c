/** With `u`, whole pairs are one character: only halves match. */
const HALF_PAIR = /\p{Surrogate}/u;

/** PostgreSQL has no text with zero bytes or with halves of surrogate pairs. */
export const isStorableText = (text: string) => !text.includes('\0') && !HALF_PAIR.test(text);
