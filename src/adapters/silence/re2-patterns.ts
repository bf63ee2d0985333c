import { RE2JS, RE2JSException } from 're2js';
import type { Patterns } from '../../monitoring/silence/matcher.ts';

type Compiled = ReturnType<Patterns['compile']>;

/** Compiling costs more than matching, and there are few expressions. */
const MOST_KEPT = 500;
/** Linear is not free: an expression of repeats within repeats is that much longer. */
const LARGEST_PROGRAM = 2_000;

/** Google's RE2, in JavaScript: time linear in the text, no back-references, no look-around. */
export function createRe2Patterns(): Patterns {
  const kept = new Map<string, Compiled>();
  return {
    compile(expression) {
      const known = kept.get(expression);
      if (known !== undefined) return known;
      const compiled = compile(expression);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(expression, compiled);
      return compiled;
    },
  };
}

function compile(expression: string): Compiled {
  try {
    const pattern = RE2JS.compile(expression);
    if (pattern.programSize() > LARGEST_PROGRAM) {
      return { fault: `The expression ${expression} is too large: it repeats too much.` };
    }
    return { fits: (text) => pattern.matches(text) };
  } catch (error) {
    if (error instanceof RE2JSException) {
      return { fault: `The expression ${expression} cannot be read: ${error.message}.` };
    }
    throw error;
  }
}

export const re2Patterns: Patterns = createRe2Patterns();
