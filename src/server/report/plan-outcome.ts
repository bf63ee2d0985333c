import type { ReportColumns } from './plan-columns.ts';
import type { ReportColumnPlan } from './report-column.ts';
import type { ReportEngine } from './report-engine.ts';
import { relationOf, type TableSource } from './table-source.ts';
import { classOf } from './value-sql.ts';

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
  { label, prediction, score }: ReportColumns,
): Promise<OutcomeTaskPlan | null> {
  const column = source.columns.find(({ name }) => name === label);
  if (label === null || column === undefined || (prediction ?? score) === null) return null;
  const head = { label, prediction, score, positive: '' };
  const found = await engine.rows<[string]>(
    `SELECT DISTINCT ${classOf(column)} AS class FROM ${relationOf(source, [label])}
     WHERE class != '' LIMIT ${MAXIMUM_CLASSES + 1}`,
  );
  const classes = found.map(([name]) => name).sort();
  const kindOf = (name: string | null) => plans.find((plan) => plan.name === name)?.kind;
  if (classes.length > MAXIMUM_CLASSES && kindOf(label) === 'numeric') {
    return prediction !== null && kindOf(prediction) === 'numeric'
      ? { ...head, task: 'regression' }
      : null;
  }
  if (classes.length > 2) return prediction === null ? null : { ...head, task: 'multiclass' };
  const positive =
    classes.find((name) => POSITIVE.includes(name.toLowerCase())) ?? classes.at(-1) ?? '1';
  return { ...head, task: 'binary', positive };
}
