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

const skipped = /(?:\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const quoted =
  /'(?:[^'\\]+|\\[\s\S]|'')*'?|"(?:[^"\\]+|\\[\s\S]|"")*"?|`(?:[^`\\]+|\\[\s\S]|``)*`?/y;
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
    const blank = match(skipped) ?? match(quoted);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    const opening = match(heredoc);
    if (opening !== null) {
      const close = sql.indexOf(opening[0], at + opening[0].length);
      at = close === -1 ? sql.length : close + opening[0].length;
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
