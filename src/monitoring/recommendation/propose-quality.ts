import { countMissing } from '../../metrics/count-missing.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { formatNumber } from '../health/format-number.ts';
import { countCategories, plural } from './describe-values.ts';
import { calibrated, SHARE_EFFECTS } from './effects.ts';
import type { ProposedCheck } from './recommendation.ts';

export interface QualitySubject {
  readonly column: ColumnProfile;
  readonly name: string;
  readonly weight: number;
}

/** Missing values: of every column, whatever its kind. */
export function proposeMissing(subject: QualitySubject): ProposedCheck {
  const { missing } = subject.column;
  const lost = countMissing(missing) - missing.mismatched;
  return propose(subject, 'missing_ratio', `missing values: ${shareInWords(subject, lost)}`);
}

/** Values of another kind than the column's. */
export function proposeMismatched(subject: QualitySubject): ProposedCheck {
  const { mismatched } = subject.column.missing;
  const why = `values of the wrong type: ${shareInWords(subject, mismatched)}`;
  return propose(subject, 'type_mismatch_ratio', why);
}

/** Categories that the baseline never had. */
export function proposeUnseen(subject: QualitySubject): ProposedCheck {
  const { column } = subject;
  const once = column.categorical?.counts.filter((count) => count === 1).length ?? 0;
  const known = plural(countCategories(column), 'category', 'categories');
  const rare = once === 0 ? '' : `, ${once.toLocaleString('en-US')} of them seen once`;
  return propose(subject, 'unseen_ratio', `new categories: the baseline has ${known}${rare}`);
}

/** Numbers beyond what the baseline had, or beyond a wider range that somebody stated. */
export function proposeRange(
  subject: QualitySubject,
  stated: readonly [min: number, max: number] | null,
): ProposedCheck | null {
  const { numeric } = subject.column;
  if (numeric === undefined || numeric.moments.n === 0) return null;
  const metric = 'range_violation_ratio';
  const { min, max } = numeric;
  const inWords = (from: number, to: number) =>
    `${formatNumber(from, 'none')} to ${formatNumber(to, 'none')}`;
  if (
    stated === null ||
    stated[0] > min ||
    stated[1] < max ||
    (stated[0] === min && stated[1] === max)
  ) {
    return propose(subject, metric, `values out of range: the baseline has ${inWords(min, max)}`);
  }
  const [minimum, maximum] = stated;
  return {
    ...propose(subject, metric, `values out of range: ${inWords(minimum, maximum)} as stated`),
    parameters: { minimum, maximum },
  };
}

function propose({ column, name, weight }: QualitySubject, metric: string, why: string) {
  return {
    metric,
    column: column.column,
    name,
    parameters: {},
    threshold: calibrated(SHARE_EFFECTS),
    weight,
    why: `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
  };
}

function shareInWords({ column }: QualitySubject, weight: number): string {
  if (weight === 0) return 'the baseline has none';
  return `the baseline has ${formatNumber(weight / column.weight, 'ratio')}`;
}
