import type { RoleGuess, RoleSubject } from './guess-roles.ts';
import type { ColumnRole, GuessedOutput } from './table-guess.ts';

type Row = Readonly<Record<string, unknown>>;

const POSITIVE =
  /^(1|1\.0|true|yes|y|positive|pos|churn(ed)?|fraud|default(ed)?|late|spam|click(ed)?|leaves?|left)$/i;
const MOST_CLASSES = 100;

/** What the model answers, by the columns that hold its answers and the truth. */
export function guessOutput(
  subjects: readonly RoleSubject[],
  roles: ReadonlyMap<string, RoleGuess>,
  rows: readonly Row[],
): GuessedOutput | null {
  const of = (role: ColumnRole) =>
    subjects.find((one) => roles.get(one.inferred.name)?.role === role);
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
      reason: `${(value ?? classed)?.inferred.name} holds numbers`,
    };
  }
  if (classed === undefined) {
    if (score === undefined) return null;
    // Of a score alone it is not known what it is about.
    return {
      task: 'binary',
      classes: ['0', '1'],
      positiveClass: '1',
      reason: `${score.inferred.name} is a score of something that is or is not`,
    };
  }
  const classes = classesOf(classed, truth);
  const name = classed.inferred.name;
  if (classes.length !== 2) {
    return {
      task: 'multiclass',
      classes: classes.length > MOST_CLASSES ? [] : classes,
      positiveClass: null,
      reason: `${name} has ${classes.length} classes`,
    };
  }
  const byScore =
    score === undefined ? null : higherScored(rows, name, score.inferred.name, classes);
  const positive = byScore ?? classes.find((one) => POSITIVE.test(one)) ?? classes[1] ?? null;
  const ordered = classes[0] === positive ? [...classes].reverse() : classes;
  const why = byScore === null ? '' : `, and the scores of ${positive} are higher`;
  return {
    task: 'binary',
    classes: ordered,
    positiveClass: positive,
    reason: `${name} has two classes${why}`,
  };
}

const isClassed = ({ inferred, seen }: RoleSubject) =>
  inferred.kind !== 'numeric' || (seen.counts.size <= 20 && seen.fractions === 0);

/** As text, as they are compared. */
function classesOf(classed: RoleSubject, truth: RoleSubject | undefined): string[] {
  const classes = new Set(classed.seen.counts.keys());
  // A class that was never chosen is a class all the same.
  if (truth !== undefined && truth.seen.counts.size <= MOST_CLASSES) {
    for (const value of truth.seen.counts.keys()) classes.add(value);
  }
  return [...classes].sort();
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
