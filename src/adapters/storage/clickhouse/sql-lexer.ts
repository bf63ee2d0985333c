/** A token of ClickHouse SQL, as far as a proxy must understand it. */
export interface Token {
  kind: 'word' | 'symbol' | 'placeholder';
  /** Upper case for words, the bare name for placeholders. */
  text: string;
  start: number;
  end: number;
  /** Nesting in (), [] and {}. */
  depth: number;
}

const blank = /\s+|--[^\n]*|#[ !][^\n]*/y;
const backslash = 0x5c;
const heredoc = /\$(\w*)\$/y;
const word = /[\w\u0080-\uffff]+/y;
const placeholder = /\{\s*([A-Za-z_]\w*)\s*:[^}]*\}/y;

/** Yields words, symbols and `{name:Type}` placeholders; strings, quoted names and comments are
 *  stepped over, so that their content can never be taken for SQL. */
export function* lexSql(sql: string): Generator<Token> {
  let at = 0;
  let depth = 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql);
  };

  while (at < sql.length) {
    const start = at;
    const gap = match(blank);
    if (gap !== null) {
      at += gap[0].length;
      continue;
    }
    if (sql.startsWith('/*', at)) {
      at = endAfter(sql, '*/', at + 2);
      continue;
    }
    const quote = sql.charAt(at);
    if (quote === "'" || quote === '"' || quote === '`') {
      at = endOfQuoted(sql, at);
      continue;
    }
    const opening = match(heredoc);
    if (opening !== null) {
      at = endAfter(sql, opening[0], at + opening[0].length);
      continue;
    }
    const bound = match(placeholder);
    if (bound !== null) {
      at += bound[0].length;
      yield { kind: 'placeholder', text: bound[1] ?? '', start, end: at, depth };
      continue;
    }
    const named = match(word);
    if (named !== null) {
      at += named[0].length;
      yield { kind: 'word', text: named[0].toUpperCase(), start, end: at, depth };
      continue;
    }
    const symbol = sql.charAt(at);
    at += 1;
    if (symbol === ')' || symbol === ']' || symbol === '}') depth -= 1;
    yield { kind: 'symbol', text: symbol, start, end: at, depth };
    if (symbol === '(' || symbol === '[' || symbol === '{') depth += 1;
  }
}

function endAfter(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found === -1 ? sql.length : found + mark.length;
}

/** By hand: a pattern with alternatives runs out of stack on texts of megabytes. A doubled quote
 *  reads as two texts side by side, which comes to the same. */
function endOfQuoted(sql: string, start: number): number {
  const quote = sql.charCodeAt(start);
  for (let at = start + 1; at < sql.length; at += 1) {
    const code = sql.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at + 1;
  }
  return sql.length;
}
