import type { GuessedColumn, GuessedOutput } from './table-guess.ts';

/** What is needed of a column that holds answers or the truth. */
export type OutputColumn = Pick<
  GuessedColumn,
  'name' | 'kind' | 'role' | 'distinct' | 'categories'
>;

type Row = Readonly<Record<string, unknown>>;

const POSITIVE =
  /^(1|1\.0|true|yes|y|positive|pos|churn(ed)?|fraud|default(ed)?|late|spam|click(ed)?|leaves?|left)$/i;
const MOST_CLASSES = 100;
const MOST_NUMBERED_CLASSES = 20;
const WHOLE = /^[+-]?\d+(\.0+)?$/;

/** What the model answers, by the columns that hold its answers and the truth. Without rows it is
 *  not known which class has the higher scores: then it is the known one. */
export function guessOutput(
  columns: readonly OutputColumn[],
  rows: readonly Row[],
  knownPositive: string | null = null,
): GuessedOutput | null {
  const output = guessAnswer(columns, rows, knownPositive);
  if (output === null || columns.some((one) => one.role === 'label')) return output;
  return { ...output, reason: `${output.reason}; no column was taken for the truth` };
}

function guessAnswer(
  columns: readonly OutputColumn[],
  rows: readonly Row[],
  knownPositive: string | null,
): GuessedOutput | null {
  const of = (role: OutputColumn['role']) => columns.find((one) => one.role === role);
  const value = of('value');
  const truth = of('label');
  const classed = of('decision') ?? (value === undefined ? truth : undefined);
  const score = of('score');
  if (
    value !== undefined ||
    (score === undefined && classed !== undefined && !isClassed(classed))
  ) {
    return {
      task: 'regression',
      classes: [],
      positiveClass: null,
      reason: `${(value ?? classed)?.name} holds numbers`,
    };
  }
  if (classed === undefined) {
    if (score === undefined) return null;
    // Of a score alone it is not known what it is about.
    return {
      task: 'binary',
      classes: ['0', '1'],
      positiveClass: '1',
      reason: `${score.name} is a score of something that is or is not`,
    };
  }
  const classes = classesOf(classed, truth);
  const { name } = classed;
  if (classes.length !== 2) {
    return {
      task: 'multiclass',
      classes,
      positiveClass: null,
      reason: `${name} has ${classes.length || classed.distinct} classes`,
    };
  }
  const byScore = score === undefined ? null : higherScored(rows, name, score.name, classes);
  const positive =
    byScore ??
    classes.find((one) => one === knownPositive) ??
    classes.find((one) => POSITIVE.test(one)) ??
    classes[1] ??
    null;
  const ordered = classes[0] === positive ? [...classes].reverse() : classes;
  const why = byScore === null ? '' : `, and the scores of ${positive} are higher`;
  return {
    task: 'binary',
    classes: ordered,
    positiveClass: positive,
    reason: `${name} has two classes${why}`,
  };
}

const isClassed = ({ kind, distinct, categories }: OutputColumn) =>
  kind !== 'numeric' ||
  (distinct <= MOST_NUMBERED_CLASSES && categories.every((one) => WHOLE.test(one)));

/** As text, as they are compared; none where there are too many to list. */
function classesOf(classed: OutputColumn, truth: OutputColumn | undefined): string[] {
  const classes = new Set(classed.categories);
  // A class that was never chosen is a class all the same; words of another kind are none.
  if (truth?.categories.some((value) => classes.has(value)) === true) {
    for (const value of truth.categories) classes.add(value);
  }
  return classes.size > MOST_CLASSES ? [] : [...classes].sort();
}

function higherScored(
  rows: readonly Row[],
  decision: string,
  score: string,
  classes: readonly string[],
): string | null {
  const sums = new Map(classes.map((one) => [one, { sum: 0, rows: 0 }]));
  for (const row of rows) {
    const entry = sums.get(String(row[decision]));
    const number = Number(row[score]);
    if (entry === undefined || row[score] === '' || !Number.isFinite(number)) continue;
    entry.sum += number;
    entry.rows += 1;
  }
  const means = [...sums].map(([name, { sum, rows: count }]) => ({ name, mean: sum / count }));
  if (means.some(({ mean }) => Number.isNaN(mean))) return null;
  return means.reduce((best, one) => (one.mean > best.mean ? one : best)).name;
}
