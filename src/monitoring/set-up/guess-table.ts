import { featureOf, inferColumns } from '../baseline/infer-columns.ts';
import { observeColumns } from '../baseline/observe-columns.ts';
import type { RoleSubject } from './column-shape.ts';
import { guessOutput } from './guess-output.ts';
import { guessRoles } from './guess-roles.ts';
import type { GuessedColumn, TableGuess } from './table-guess.ts';
import { timeSpanOf } from './time-span.ts';
import { describeBrokenNumbers } from './unread-values.ts';

/** As many as classes are listed of. */
const CATEGORIES_KEPT = 100;

/** What a table is, by a sample of its rows: the kind and the role of every column with the
 *  reason of each, and what the model answers. */
export function guessTable(rows: readonly Readonly<Record<string, unknown>>[]): TableGuess {
  const inferred = new Map(inferColumns(rows).map((column) => [column.name, column]));
  const subjects: RoleSubject[] = observeColumns(rows).flatMap((seen) => {
    const column = inferred.get(seen.name);
    if (column === undefined) return [];
    return [{ inferred: column, seen, time: timeSpanOf(rows.map((row) => row[seen.name])) }];
  });
  const roles = guessRoles(subjects, rows);
  const columns = subjects.map((subject): GuessedColumn => {
    const { inferred, seen, time } = subject;
    const guess = roles.get(inferred.name) ?? { role: 'feature', reason: '' };
    const column = guess.role === 'feature' ? featureOf(inferred) : inferred;
    return {
      name: column.name,
      kind: column.kind,
      kindReason: column.note === '' ? reasonOf(subject) : column.note,
      role: guess.role,
      roleReason: guess.reason,
      distinct: seen.counts.size,
      missingRatio: seen.rows === 0 ? 0 : 1 - seen.values / seen.rows,
      categories: categoriesOf(subject),
      time,
    };
  });
  return { columns, output: guessOutput(columns, rows) };
}

function reasonOf(subject: RoleSubject): string {
  const { inferred, seen } = subject;
  switch (inferred.kind) {
    case 'numeric':
      return `numbers from ${seen.min} to ${seen.max}`;
    case 'boolean':
      return 'true and false';
    case 'categorical':
      return describeBrokenNumbers(subject) ?? `${seen.counts.size} different values`;
    default:
      return '';
  }
}

/** Of columns that could be classes: those of few values, numbers too. */
function categoriesOf({ seen }: RoleSubject): readonly string[] {
  if (seen.counts.size > CATEGORIES_KEPT) return [];
  return [...seen.counts]
    .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || (a < b ? -1 : 1))
    .map(([value]) => value);
}
