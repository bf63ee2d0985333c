import { lexSql, type Token } from '../../sql-lexer.ts';

export type StatementKind = 'read' | 'insert' | 'kill' | 'session' | 'other';

/** What a request's SQL turned out to be. Offsets are bytes, as the SQL is read as latin1. */
export interface Statement {
  kind: StatementKind;
  verb: string;
  /** Output format of a read, input format of an insert, in the letters it was written in. */
  format: string | undefined;
  placeholders: string[];
  hasOutfile: boolean;
  hasSync: boolean;
  isMulti: boolean;
  /** Only for an insert whose rows follow as data. */
  insert: InsertShape | undefined;
}

export interface InsertShape {
  /** Where `FROM INFILE` belongs: before SETTINGS and FORMAT. */
  infileAt: number;
  /** End of the SQL text before FORMAT or VALUES. */
  headEnd: number;
  dataStart: number;
}

const readVerbs = new Set([
  'SELECT',
  'WITH',
  'SHOW',
  'DESCRIBE',
  'DESC',
  'EXPLAIN',
  'EXISTS',
  'CHECK',
]);
const sessionVerbs = new Set(['SET', 'USE', 'BEGIN', 'COMMIT', 'ROLLBACK']);

/** Reads one statement given as latin1, so that string offsets are byte offsets. */
export function readStatement(sql: string): Statement {
  const placeholders = new Set<string>();
  const top: Token[] = [];
  let verb = '';
  let hasOutfile = false;
  let hasSync = false;
  let isMulti = false;
  let ended = false;
  let insertDone = false;

  for (const token of lexSql(sql)) {
    if (ended) {
      isMulti ||= token.text !== ';';
      continue;
    }
    if (token.kind === 'placeholder') placeholders.add(token.text);
    else if (token.kind === 'symbol') ended = token.text === ';';
    else {
      verb ||= token.text;
      hasOutfile ||= token.text === 'OUTFILE';
      hasSync ||= token.text === 'SYNC';
    }
    if (ended) continue;
    if (token.depth === 0) {
      const previous = top.at(-1);
      top.push(token);
      // After an insert's FORMAT come rows, which are not SQL and are not read as such.
      insertDone =
        verb === 'INSERT' &&
        token.kind === 'word' &&
        previous?.text === 'FORMAT' &&
        !top.some((t) => t.text === 'SELECT' || t.text === 'VALUES');
      if (insertDone) break;
    }
  }

  const kind = kindOf(verb, top);
  return {
    kind,
    verb,
    format: kind === 'insert' ? insertFormat(sql, top, insertDone) : outputFormat(sql, top),
    placeholders: [...placeholders],
    hasOutfile,
    hasSync,
    isMulti,
    insert: kind === 'insert' ? insertShape(top, insertDone) : undefined,
  };
}

function kindOf(verb: string, top: Token[]): StatementKind {
  if (verb === 'INSERT') return 'insert';
  if (verb === 'WITH' && top.some((t) => t.text === 'INSERT')) return 'other';
  if (verb === 'KILL') return 'kill';
  if (readVerbs.has(verb)) return 'read';
  const isTemporary = verb === 'CREATE' && top.slice(0, 5).some((t) => t.text === 'TEMPORARY');
  return sessionVerbs.has(verb) || isTemporary ? 'session' : 'other';
}

/** The last `FORMAT name` that ends the statement or is followed by SETTINGS only. */
function outputFormat(sql: string, top: Token[]): string | undefined {
  for (let i = top.length - 2; i >= 0; i -= 1) {
    if (top[i]?.text !== 'FORMAT') continue;
    const after = top[i + 2];
    if (after !== undefined && after.text !== 'SETTINGS') return undefined;
    const name = top[i + 1];
    return name && sql.slice(name.start, name.end);
  }
  return undefined;
}

function insertFormat(sql: string, top: Token[], hasFormat: boolean): string | undefined {
  const last = top.at(-1);
  if (last === undefined) return undefined;
  if (hasFormat) return sql.slice(last.start, last.end);
  return last.text === 'VALUES' ? 'Values' : undefined;
}

function insertShape(top: Token[], hasFormat: boolean): InsertShape | undefined {
  const last = top.at(-1);
  const clause = hasFormat ? top.at(-2) : last?.text === 'VALUES' ? last : undefined;
  if (last === undefined || clause === undefined) return undefined;
  if (top.some((t) => t.text === 'INFILE' || t.text === 'SELECT')) return undefined;
  const settings = top.find((t) => t.text === 'SETTINGS');
  return {
    infileAt: settings?.start ?? clause.start,
    headEnd: clause.start,
    dataStart: last.end,
  };
}
