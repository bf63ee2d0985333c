import type { TableBody } from '../../contract/file.ts';
import { guessOutput, type OutputColumn } from '../../monitoring/set-up/guess-output.ts';

const ANSWERS = ['score', 'decision', 'value', 'label'] as const;

/** What the model answers by the columns that are now its answers and the truth: as guessed, as
 *  long as they are those that were guessed. */
export function planOutput(
  table: Pick<TableBody, 'columns' | 'output'>,
  columns: readonly OutputColumn[],
): TableBody['output'] {
  if (answersOf(columns) === answersOf(table.columns)) return table.output;
  return guessOutput(columns, [], table.output?.positiveClass);
}

const answersOf = (columns: readonly Pick<OutputColumn, 'name' | 'role'>[]): string =>
  JSON.stringify(ANSWERS.map((role) => columns.find((one) => one.role === role)?.name ?? null));
