import type {
  BaselineComparisonBody,
  ComparedColumnBody,
} from '../../contract/baseline-history.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import { compareShares } from '../../monitoring/diagnosis/compare-shares.ts';
import type { ReportColumn, ReportMetric } from '../../monitoring/report/report.ts';
import type { Window } from '../../monitoring/window/window.ts';
import type { BaselineComparison, ComparedPair, ComparedWith } from './compare-baselines.ts';
import type { NamedColumn } from './named-columns.ts';

/** Columns whose shares come with the list. */
const SHARES_SHOWN = 12;
const GRAVITY = ['critical', 'warning', 'ok', 'insufficient_data', 'no_data'];

export function describeComparison(
  baseline: Baseline,
  other: ComparedWith,
  { rows, pairs, alone }: BaselineComparison,
  notes: readonly string[],
): BaselineComparisonBody {
  const compared = pairs.filter(({ judged }) => judged.distribution !== null);
  return {
    before: { ...sideOf(baseline), rows: rows.before },
    after: { ...otherSide(other), rows: rows.after },
    drifted: compared.filter(({ judged }) => judged.drifted).length,
    compared: compared.length,
    columns: [...pairs.map(describePair), ...alone.map(describeAlone)],
    notes,
  };
}

const sideOf = ({ baselineId, name, period }: Baseline) => ({
  kind: 'baseline' as const,
  baselineId,
  name,
  ...edgesOf(period),
});

function otherSide(other: ComparedWith) {
  if (other.kind === 'baseline') return sideOf(other.baseline);
  const [first, last] = [other.periods[0], other.periods.at(-1)];
  const whole =
    first === undefined || last === undefined
      ? null
      : { startMs: first.startMs, endMs: last.endMs };
  return { kind: 'period' as const, baselineId: null, name: '', ...edgesOf(whole) };
}

const edgesOf = (period: Window | null) => ({
  from: period && new Date(period.startMs).toISOString(),
  to: period && new Date(period.endMs).toISOString(),
});

function describePair({ judged, column, before, after }: ComparedPair, index: number) {
  const [id, metric] = tellingMetric(judged);
  const isGone = after.rows > 0 && after.missing.absent === after.rows;
  const { ordered, bars } = compareShares(before, after);
  return {
    column: column.key,
    name: column.name,
    kind: column.kind,
    severity: judged.severity,
    drifted: judged.drifted,
    sentence: isGone ? 'It has no values there.' : judged.sentence,
    metric: id,
    value: metric?.value ?? null,
    bound: metric?.bound ?? null,
    reason: metric?.reason ?? null,
    missing: { before: judged.reference.missingRatio, after: judged.current.missingRatio },
    shares: index < SHARES_SHOWN && bars.length > 0 ? { ordered, bars } : null,
  };
}

/** The gravest number; of equals the first, which sees most. */
function tellingMetric({ metrics }: ReportColumn): [string | null, ReportMetric | null] {
  const judged = Object.entries(metrics).sort(
    ([a, one], [b, other]) => gravityOf(one) - gravityOf(other) || driftFirst(a) - driftFirst(b),
  );
  return judged[0] ?? [null, null];
}

const gravityOf = ({ severity }: ReportMetric): number =>
  severity === null ? GRAVITY.length : GRAVITY.indexOf(severity);

const driftFirst = (id: string): number => (findMetric(id)?.descriptor.family === 'drift' ? 0 : 1);

function describeAlone({ key, name, kind }: NamedColumn): ComparedColumnBody {
  return {
    column: key,
    name,
    kind,
    severity: 'no_data',
    drifted: false,
    sentence: 'The baseline has no values of it, so there is nothing to compare with.',
    metric: null,
    value: null,
    bound: null,
    reason: 'no_baseline',
    missing: { before: null, after: null },
    shares: null,
  };
}
