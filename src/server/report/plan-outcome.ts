import type { ReportColumns } from './plan-columns.ts';
import type { ReportColumnPlan } from './report-column.ts';
import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { relationOf, type TableSource } from './table-source.ts';
import { classOf, valueSql } from './value-sql.ts';

/** What the model is asked for, as its labels and answers tell. */
export interface OutcomeTaskPlan {
  readonly task: 'binary' | 'multiclass' | 'regression';
  readonly label: string;
  readonly prediction: string | null;
  readonly score: string | null;
  /** Of a binary task: the class that the score is about; else empty. */
  readonly positive: string;
}

/** Numbers that take more values than this are amounts and not classes. */
const MAXIMUM_CLASSES = 20;
const POSITIVE = ['1', 'true', 'yes', 'y', 't', 'positive', 'pos'];

/** Null where there is no label, or nothing to compare it with. */
export async function planOutcome(
  engine: ReportEngine,
  source: TableSource,
  plans: readonly ReportColumnPlan[],
  { label, prediction, score, positive: asked }: ReportColumns,
): Promise<OutcomeTaskPlan | null> {
  const column = source.columns.find(({ name }) => name === label);
  if (label === null || column === undefined || (prediction ?? score) === null) return null;
  const head = { label, prediction, score, positive: '' };
  const scores = source.columns.find(({ name }) => name === score);
  const meanScore = scores === undefined ? '0' : meanSql(valueSql('numeric', scores));
  const found = await engine.rows<[string, number | null]>(
    `SELECT ${classOf(column)} AS class, ${meanScore} AS mean_score
     FROM ${relationOf(source, [label, score])}
     WHERE class != '' GROUP BY class LIMIT ${MAXIMUM_CLASSES + 1}`,
  );
  const classes = found.map(([name]) => name).sort();
  const kindOf = (name: string | null) => plans.find((plan) => plan.name === name)?.kind;
  if (classes.length > MAXIMUM_CLASSES && kindOf(label) === 'numeric') {
    return prediction !== null && kindOf(prediction) === 'numeric'
      ? { ...head, task: 'regression' }
      : null;
  }
  if (classes.length > 2) return prediction === null ? null : { ...head, task: 'multiclass' };
  if (asked !== null && !classes.includes(asked)) {
    throw new ReportInputError(
      `The label "${label}" never is "${asked}" in the reference, but ${classes.join(' and ')}.`,
    );
  }
  return { ...head, task: 'binary', positive: asked ?? findPositive(found) };
}

const meanSql = ({ value, has }: { value: string; has: string }) =>
  `ifNotFinite(avgIf(${value}, ${has}), 0)`;

/** A class of a name that says so; else the one whose rows score higher in the reference. */
function findPositive(classes: readonly (readonly [name: string, meanScore: number | null])[]) {
  const named = classes.find(([name]) => POSITIVE.includes(name.toLowerCase()));
  const byScore = [...classes].sort(
    ([a, low], [b, high]) => Number(low) - Number(high) || (a < b ? -1 : 1),
  );
  return (named ?? byScore.at(-1))?.[0] ?? '1';
}
