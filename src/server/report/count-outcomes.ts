import { LOG_LOSS_CLIP } from '../../metrics/performance/log-loss.ts';
import type { OutcomeProfile } from '../../metrics/profile.ts';
import type { OutcomeTaskPlan } from './plan-outcome.ts';
import type { ReportEngine } from './report-engine.ts';
import { relationOf, type TableSource } from './table-source.ts';
import { classOf, valueSql } from './value-sql.ts';

/** Bins of equal width on [0, 1] of the score grid of labelled rows. */
const SCORE_BINS = 1_000;

/** What performance metrics need of a file's rows; null where the file has no labels. */
export async function countOutcomes(
  engine: ReportEngine,
  source: TableSource,
  plan: OutcomeTaskPlan,
): Promise<OutcomeProfile | null> {
  const columnOf = (name: string | null) =>
    source.columns.find((column) => column.name === name) ?? null;
  const label = columnOf(plan.label);
  if (label === null) return null;
  const prediction = columnOf(plan.prediction);
  const score = columnOf(plan.score);
  const relation = relationOf(source, [plan.label, plan.prediction, plan.score]);
  if (plan.task === 'regression') {
    if (prediction === null) return null;
    const truth = valueSql('numeric', label);
    const answer = valueSql('numeric', prediction);
    return countErrors(engine, relation, `${truth.has} AND ${answer.has}`, truth, answer.value);
  }
  const labelText = classOf(label);
  const decisionText = prediction === null ? "''" : classOf(prediction);
  if (plan.task === 'multiclass') {
    return countConfusion(engine, relation, labelText, decisionText);
  }
  const numbers = score === null ? null : valueSql('numeric', score);
  return countBinary(engine, relation, plan.positive, {
    labelText,
    decisionText,
    score: numbers?.value ?? '0.',
    hasScore: numbers === null ? 'false' : numbers.has,
  });
}

interface BinarySql {
  readonly labelText: string;
  readonly decisionText: string;
  readonly score: string;
  readonly hasScore: string;
}

async function countBinary(
  engine: ReportEngine,
  relation: string,
  positive: string,
  sql: BinarySql,
): Promise<OutcomeProfile> {
  const isPositive = `class = {positive}`;
  const bins = (condition: string) =>
    `countResample(0, ${SCORE_BINS}, 1)(if(scored AND ${condition}, bin, ${SCORE_BINS}))`;
  const query = `SELECT count(), countIf(labelled), ${bins(isPositive)}, ${bins(`NOT ${isPositive}`)},
      sumIf(-if(${isPositive}, log(clipped), log1p(-clipped)), scored),
      sumIf(pow(score - (${isPositive}), 2), scored), countIf(scored),
      countIf(decided AND decision = {positive} AND ${isPositive}),
      countIf(decided AND decision = {positive} AND NOT ${isPositive}),
      countIf(decided AND decision != {positive} AND NOT ${isPositive}),
      countIf(decided AND decision != {positive} AND ${isPositive})
    FROM (
      SELECT ${sql.labelText} AS class, ${sql.decisionText} AS decision, class != '' AS labelled,
        labelled AND decision != '' AS decided, ${sql.score} AS score,
        labelled AND ${sql.hasScore} AND score >= 0 AND score <= 1 AS scored,
        toUInt16(least(${SCORE_BINS - 1}., floor(if(scored, score, 0.) * ${SCORE_BINS}))) AS bin,
        greatest(least(score, 1 - ${LOG_LOSS_CLIP}), ${LOG_LOSS_CLIP}) AS clipped
      FROM ${relation})`;
  const literal = `'${positive.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const [row] = await engine.rows<(string | number | null | string[])[]>(
    query.replaceAll('{positive}', () => literal),
  );
  const at = (index: number) => Number(row?.[index] ?? 0);
  const list = (index: number) => ((row?.[index] ?? []) as string[]).map(Number);
  return {
    ...head(at(0), at(1)),
    outcome: {
      task: 'binary',
      positives: list(2),
      negatives: list(3),
      logLossSum: at(4),
      squaredErrorSum: at(5),
      scoredWeight: at(6),
      truePositives: at(7),
      falsePositives: at(8),
      trueNegatives: at(9),
      falseNegatives: at(10),
    },
  };
}

async function countConfusion(
  engine: ReportEngine,
  relation: string,
  labelText: string,
  decisionText: string,
): Promise<OutcomeProfile> {
  const pairs = await engine.rows<[string, string, string]>(
    `SELECT ${labelText} AS class, ${decisionText} AS decision, count()
     FROM ${relation} GROUP BY class, decision`,
  );
  const judged = pairs.filter(([label, decision]) => label !== '' && decision !== '');
  const classes = [...new Set(judged.flatMap((pair) => pair.slice(0, 2)))].sort();
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0));
  for (const [label, decision, rows] of judged) {
    const line = confusion[classes.indexOf(label)];
    if (line !== undefined) line[classes.indexOf(decision)] = Number(rows);
  }
  const labelled = pairs.filter(([label]) => label !== '');
  const sum = (some: typeof pairs) => some.reduce((total, [, , rows]) => total + Number(rows), 0);
  return {
    ...head(sum(pairs), sum(labelled)),
    outcome: { task: 'multiclass', classes, confusion },
  };
}

async function countErrors(
  engine: ReportEngine,
  relation: string,
  known: string,
  truth: { readonly value: string; readonly has: string },
  answer: string,
): Promise<OutcomeProfile> {
  const [row] = await engine.rows<(string | number | null)[]>(
    `SELECT count(), countIf(${truth.has}), countIf(known), avgIf(error, known),
      varPopStableIf(error, known), avgIf(truth, known), varPopStableIf(truth, known),
      sumIf(abs(error), known), sumIf(error * error, known), sumIf(pow(error, 4), known),
      sumIf(abs(error / truth), known AND truth != 0), sumIf(pow(error / truth, 2), known AND truth != 0),
      countIf(known AND truth != 0)
    FROM (SELECT *, ${known} AS known, ${truth.value} AS truth, ${answer} - truth AS error
      FROM ${relation})`,
  );
  const at = (index: number) => Number(row?.[index] ?? 0);
  const n = at(2);
  return {
    ...head(at(0), at(1)),
    outcome: {
      task: 'regression',
      errors: { n, mean: at(3), m2: at(4) * n },
      labels: { n, mean: at(5), m2: at(6) * n },
      absoluteErrorSum: at(7),
      squaredErrorSum: at(8),
      fourthPowerErrorSum: row?.[9] === null ? Number.POSITIVE_INFINITY : at(9),
      percentageErrorSum: at(10),
      percentageErrorSquares: at(11),
      percentageWeight: at(12),
    },
  };
}

const head = (rows: number, labelledRows: number) => ({
  output: 'default',
  rows,
  labelledRows,
  weight: labelledRows,
  weightSquares: labelledRows,
});
