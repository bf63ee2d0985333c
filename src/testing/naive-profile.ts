import { logLossOf } from '../metrics/performance/log-loss.ts';
import type { ColumnProfile, Grid, OutcomeProfile } from '../metrics/profile.ts';
import type { OutputDeclaration } from '../monitoring/model/model.ts';
import { momentsOf } from '../stats/summary/moments.ts';
import type { TestLabel, TestPrediction } from './telemetry-rows.ts';

/** Counting by the plainest code there is: what the store must agree with. */

/** Rows that count: of an identity the first arrival, and none from more than 5 minutes ahead. */
export function countedRows(rows: readonly TestPrediction[]): TestPrediction[] {
  const first = new Map<string, TestPrediction>();
  for (const row of rows) {
    const key = JSON.stringify([row.id, row.variant ?? 'champion']);
    const known = first.get(key);
    if (known === undefined || row.arrival < known.arrival) first.set(key, row);
  }
  return [...first.values()].filter(
    (row) => row.arrivedAtMs === undefined || row.timeMs <= row.arrivedAtMs + 300_000,
  );
}

const weightOf = (row: TestPrediction) => row.weight ?? 1;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export type Read = (row: TestPrediction) => number | string | undefined;

export function naiveColumn(
  column: string,
  grid: Grid,
  rows: readonly TestPrediction[],
  read: Read,
  flawOf: (row: TestPrediction) => number = () => 0,
): ColumnProfile {
  const present = rows.filter((row) => read(row) !== undefined);
  const missing = (code: number) =>
    sum(rows.filter((row) => read(row) === undefined && flawOf(row) === code).map(weightOf));
  return {
    column,
    grid,
    rows: rows.length,
    weight: sum(rows.map(weightOf)),
    weightSquares: sum(rows.map((row) => weightOf(row) ** 2)),
    missing: {
      absent: missing(0),
      null: missing(1),
      nan: missing(2),
      infinite: missing(3),
      mismatched: missing(4),
    },
    ...(grid.kind === 'numeric'
      ? { numeric: naiveNumeric(grid.edges, present, read) }
      : { categorical: naiveCategories(grid.categories, present, read) }),
  };
}

function naiveNumeric(edges: readonly number[], rows: readonly TestPrediction[], read: Read) {
  const values = rows.map((row) => Number(read(row)));
  const bins = new Array<number>(edges.length + 1).fill(0);
  rows.forEach((row, index) => {
    const bin = edges.filter((edge) => (values[index] ?? 0) >= edge).length;
    bins[bin] = (bins[bin] ?? 0) + weightOf(row);
  });
  return {
    moments: momentsOf(values, rows.map(weightOf)),
    min: values.length === 0 ? 0 : Math.min(...values),
    max: values.length === 0 ? 0 : Math.max(...values),
    bins,
  };
}

function naiveCategories(known: readonly string[], rows: readonly TestPrediction[], read: Read) {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = String(read(row));
    counts.set(value, (counts.get(value) ?? 0) + weightOf(row));
  }
  const unseen = [...counts]
    .filter(([value]) => !known.includes(value))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    counts: known.map((value) => counts.get(value) ?? 0),
    unseen: unseen.slice(0, 50),
    unseenRest: sum(unseen.slice(50).map(([, weight]) => weight)),
  };
}

/** Rows beyond the first with the same features, among those of one cell and version. */
export function naiveDuplicates(rows: readonly TestPrediction[], cellMs: number): number {
  const ordered = (map: Readonly<Record<number, unknown>> = {}) =>
    Object.entries(map).sort(([a], [b]) => Number(a) - Number(b));
  const keys = rows
    .map(({ num, cat, txt, emb, flaws }) => [num, cat, txt, emb, flaws].map(ordered))
    .map((features, index) => ({ features, row: rows[index] }))
    .filter(({ features }) => features.flat().length > 0)
    .map(({ features, row }) =>
      JSON.stringify([Math.floor((row?.timeMs ?? 0) / cellMs), row?.version ?? 'v1', features]),
    );
  return keys.length - new Set(keys).size;
}

/** The last label of a prediction counts, wherever it was filed. */
export function naiveOutcome(
  output: OutputDeclaration,
  rows: readonly TestPrediction[],
  labels: readonly TestLabel[],
): OutcomeProfile {
  const last = new Map<string, TestLabel>();
  for (const label of labels.filter((one) => (one.output ?? 'default') === output.name)) {
    if (label.sequence > (last.get(label.id)?.sequence ?? -1)) last.set(label.id, label);
  }
  const answered = rows.flatMap((row) => {
    const answer = row.outputs?.find((one) => one.name === output.name);
    return answer === undefined ? [] : [{ row, answer, label: last.get(row.id) }];
  });
  const labelled = answered.filter(({ label }) => isLabel(output, label));
  return {
    output: output.name,
    rows: answered.length,
    labelledRows: labelled.length,
    weight: sum(labelled.map(({ row }) => weightOf(row))),
    weightSquares: sum(labelled.map(({ row }) => weightOf(row) ** 2)),
    outcome: outcomeOf(output, labelled),
  };
}

function isLabel(output: OutputDeclaration, label: TestLabel | undefined): boolean {
  if (label === undefined) return false;
  if (output.task === 'regression') return typeof label.number === 'number';
  return output.task === 'multiclass' || output.classes.includes(String(label.text));
}

const percentage = (error: number, truth = 0): number =>
  truth === 0 ? 0 : Math.abs(error / truth);

type Labelled = {
  row: TestPrediction;
  answer: NonNullable<TestPrediction['outputs']>[number];
  label: TestLabel | undefined;
}[];

function outcomeOf(output: OutputDeclaration, labelled: Labelled): OutcomeProfile['outcome'] {
  if (output.task === 'regression') {
    const measured = labelled.filter(({ answer }) => typeof answer.value === 'number');
    const weights = measured.map(({ row }) => weightOf(row));
    const truths = measured.map(({ label }) => Number(label?.number));
    const errors = measured.map(({ answer }, i) => Number(answer.value) - (truths[i] ?? 0));
    return {
      task: 'regression',
      errors: momentsOf(errors, weights),
      labels: momentsOf(truths, weights),
      absoluteErrorSum: sum(errors.map((error, i) => Math.abs(error) * (weights[i] ?? 0))),
      squaredErrorSum: sum(errors.map((error, i) => error ** 2 * (weights[i] ?? 0))),
      fourthPowerErrorSum: sum(errors.map((error, i) => error ** 4 * (weights[i] ?? 0))),
      percentageErrorSum: sum(
        errors.map((error, i) => percentage(error, truths[i]) * (weights[i] ?? 0)),
      ),
      percentageErrorSquares: sum(
        errors.map((error, i) => percentage(error, truths[i]) ** 2 * (weights[i] ?? 0)),
      ),
      percentageWeight: sum(truths.map((truth, i) => (truth === 0 ? 0 : (weights[i] ?? 0)))),
    };
  }
  const decided = labelled.filter(({ answer }) => (answer.decision ?? '') !== '');
  const weightWhere = (label: string, decision: string) =>
    sum(
      decided
        .filter((one) => one.label?.text === label && one.answer.decision === decision)
        .map(({ row }) => weightOf(row)),
    );
  if (output.task === 'multiclass') {
    const met = new Set(
      decided.flatMap((one) => [one.label?.text ?? '', one.answer.decision ?? '']),
    );
    const others = [...met].filter((name) => !output.classes.includes(name)).sort();
    const classes = [...output.classes, ...others];
    return {
      task: 'multiclass',
      classes,
      confusion: classes.map((label) => classes.map((decision) => weightWhere(label, decision))),
    };
  }
  const [yes, no] = [
    output.positiveClass ?? '',
    output.classes.find((one) => one !== output.positiveClass) ?? '',
  ];
  const scored = labelled.filter(({ answer }) => {
    const { score } = answer;
    return typeof score === 'number' && score >= 0 && score <= 1;
  });
  const bins = (positive: boolean) => {
    const counts = new Array<number>(1_000).fill(0);
    for (const { row, answer, label } of scored) {
      if ((label?.text === yes) !== positive) continue;
      const bin = Math.min(999, Math.floor(Number(answer.score) * 1_000));
      counts[bin] = (counts[bin] ?? 0) + weightOf(row);
    }
    return counts;
  };
  const weighted = (loss: (score: number, positive: boolean) => number) =>
    sum(
      scored.map(
        ({ row, answer, label }) => weightOf(row) * loss(Number(answer.score), label?.text === yes),
      ),
    );
  const positiveDecision = (label: string, said: boolean) =>
    sum(
      decided
        .filter((one) => one.label?.text === label && (one.answer.decision === yes) === said)
        .map(({ row }) => weightOf(row)),
    );
  return {
    task: 'binary',
    positives: bins(true),
    negatives: bins(false),
    logLossSum: weighted(logLossOf),
    squaredErrorSum: weighted((score, positive) => (score - (positive ? 1 : 0)) ** 2),
    scoredWeight: sum(scored.map(({ row }) => weightOf(row))),
    truePositives: positiveDecision(yes, true),
    falsePositives: positiveDecision(no, true),
    trueNegatives: positiveDecision(no, false),
    falseNegatives: positiveDecision(yes, false),
  };
}
