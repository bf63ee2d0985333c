import type { MetricDescriptor } from '../../metrics/metric.ts';
import { formatNumber } from '../health/format-number.ts';
import { describeCertainty } from './describe-certainty.ts';
import type { BeforeAfter, CauseKind, ColumnChange, Diagnosis } from './diagnosis.ts';

const KINDS: Readonly<Record<CauseKind, string>> = {
  missing_data: 'missing data',
  scale_change: 'a change of unit or scale',
  new_category: 'a new category',
  shift_of_mix: 'a shift of the mix',
  shift_of_inputs: 'a shift of the inputs',
  relation_shift: 'a shift of the relation between inputs and outcome',
  shift: 'a shift of the values themselves',
};

/** A segment with less of the change is not worth a word. */
const LEAST_PART_NAMED = 0.1;

export interface Named {
  /** The column as people know it; null where there is none. */
  readonly column: string | null;
  readonly unit: MetricDescriptor['unit'];
  /** What the alert is about; `` for the whole model. */
  readonly segment: string;
}

/** A diagnosis in a few sentences: what changed, where, the likely cause, and how sure. */
export function describeDiagnosis(diagnosis: Omit<Diagnosis, 'sentence'>, named: Named): string {
  return [
    describeChange(diagnosis, named),
    describeSegments(diagnosis),
    describeCause(diagnosis, named),
    describeCertainty(diagnosis.certainty, named.unit),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function describeChange({ column, value }: Omit<Diagnosis, 'sentence'>, named: Named): string {
  if (column !== null && named.column !== null) {
    const changes = [...numbersOf(column), ...categoriesOf(column), ...sharesOf(column)];
    return changes.length === 0 ? '' : `Of ${named.column}, ${changes.join(', ')}.`;
  }
  const change = value === null ? null : fromTo(value, named.unit);
  return change === null ? '' : `It went ${change}.`;
}

function numbersOf({ numeric }: ColumnChange): string[] {
  if (numeric === null) return [];
  const mean = fromTo(numeric.mean, 'none');
  const median = fromTo(numeric.median, 'none');
  return [
    ...(mean === null ? [] : [`the mean went ${mean}`]),
    ...(median === null ? [] : [`the median ${median}`]),
  ];
}

const categoriesOf = ({ categories }: ColumnChange): string[] =>
  categories.slice(0, 3).flatMap(({ category, ...shares }) => {
    const change = fromTo(shares, 'ratio');
    return change === null ? [] : [`"${category}" went ${change}`];
  });

/** Shares that are worth a word: those that are not what they were. */
function sharesOf({ missing, unseen }: ColumnChange): string[] {
  const shares = [
    { what: 'missing values', share: missing },
    { what: 'values that were never seen before', share: unseen },
  ];
  return shares.flatMap(({ what, share }) => {
    if (share === null || Math.abs((share.after ?? 0) - (share.before ?? 0)) < 0.005) return [];
    const change = fromTo(share, 'ratio');
    return change === null ? [] : [`${what} went ${change}`];
  });
}

function fromTo({ before, after }: BeforeAfter, unit: MetricDescriptor['unit']): string | null {
  if (before === null || after === null) return null;
  return `from ${formatNumber(before, unit)} to ${formatNumber(after, unit)}`;
}

function describeSegments({ segments }: Omit<Diagnosis, 'sentence'>): string {
  const large = segments.filter(({ part }) => part >= LEAST_PART_NAMED).slice(0, 3);
  if (large.length === 0) return '';
  const parts = large.map(
    ({ segment, part }) => `${segment} (${formatNumber(Math.round(part * 100) / 100, 'ratio')})`,
  );
  return `The largest parts of the change are in ${parts.join(', ')}.`;
}

function describeCause({ cause }: Omit<Diagnosis, 'sentence'>, { segment }: Named): string {
  if (cause === null) return '';
  const where = cause.segment === segment ? '' : ` in ${cause.segment}`;
  return `Likely ${KINDS[cause.kind]}${where}: ${cause.because}.`;
}
