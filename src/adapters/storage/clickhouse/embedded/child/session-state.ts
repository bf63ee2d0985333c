import { ClickHouseException } from './exception.ts';

/** What a connection must look like before a statement runs on it. */
export interface WantedState {
  database: string;
  settings: ReadonlyMap<string, string>;
  params: ReadonlyMap<string, string>;
}

/** What was last applied to a connection. */
export interface AppliedState {
  database: string;
  settings: Map<string, string>;
}

/** Statements that turn one state into the other. What the last request set and this one did not
 *  goes back to its default: a de-duplication token left behind would swallow the next insert. */
export function stateStatements(applied: AppliedState, wanted: WantedState): string[] {
  const changes: string[] = [];
  for (const name of applied.settings.keys()) {
    if (!wanted.settings.has(name)) changes.push(`${name} = DEFAULT`);
  }
  for (const [name, value] of wanted.settings) {
    if (name !== 'readonly' && applied.settings.get(name) !== value) {
      changes.push(`${name} = ${literal(value)}`);
    }
  }
  for (const [name, value] of wanted.params) {
    if (!/^\w+$/.test(name)) {
      throw new ClickHouseException(457, 'BAD_QUERY_PARAMETER', 'a parameter has no plain name');
    }
    changes.push(`param_${name} = ${literal(value)}`);
  }
  const statements: string[] = [];
  if (applied.database !== wanted.database) statements.push(`USE ${identifier(wanted.database)}`);
  if (changes.length > 0) statements.push(`SET ${changes.join(', ')}`);
  // Last, because a readonly connection accepts no further change.
  const readonly = wanted.settings.get('readonly');
  if (readonly !== undefined) statements.push(`SET readonly = ${literal(readonly)}`);
  return statements;
}

export function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

export function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

/** A parameter that was not sent would silently take the value of an earlier request. */
export function refuseMissingParams(
  placeholders: readonly string[],
  params: WantedState['params'],
) {
  const missing = placeholders.find((name) => !params.has(name));
  if (missing === undefined) return;
  throw new ClickHouseException(
    456,
    'UNKNOWN_QUERY_PARAMETER',
    `Substitution \`${missing}\` is not set.`,
  );
}
