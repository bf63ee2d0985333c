import type { WindowProfile } from '../../metrics/profile.ts';
import type { Steps } from '../steps.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import { rowsInWords } from './describe-values.ts';
import { differByThemselves, isComparison } from './differ-by-themselves.ts';
import type { ExpectedRows } from './expect-rows.ts';
import { explainTimeOfDay } from './explain-passed-over.ts';
import { keepVisible } from './keep-visible.ts';
import { proposeErrors } from './propose-service.ts';
import type { PassedOver, ProposedCheck } from './recommendation.ts';
import { hourlyRule, shareAlarms } from './rules.ts';

/** What a check measures in the hours of the baseline's own period. */
export type HoursOf = (check: ProposedCheck) => readonly HistoryPoint[];

export interface HourlySubject {
  /** Data checks for windows of an hour. */
  readonly checks: readonly ProposedCheck[];
  readonly baseline: WindowProfile;
  readonly expected: ExpectedRows;
  readonly hoursOf: HoursOf;
}

export interface HourlyPlan {
  readonly checks: readonly ProposedCheck[];
  readonly rows: number;
  readonly why: string;
  readonly passedOver: readonly PassedOver[];
}

/** Hours of more columns take longer to measure than somebody waits for a recommendation. */
const MOST_COMPARED = 60;

/** Of the checks those that compare with the baseline, the weightiest: the others are not watched by
 *  the hour. */
export function comparedByHour(checks: readonly ProposedCheck[]): readonly ProposedCheck[] {
  return checks
    .filter(isComparison)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_COMPARED);
}

/** Hours are worth a look where their rows can show a change of some column, and where the column does
 *  not change with the time of day by itself. Performance is not judged by the hour: labels come when
 *  they come. */
export function* planHours(subject: HourlySubject): Steps<HourlyPlan | PassedOver> {
  const { baseline, expected, hoursOf } = subject;
  const compared = new Set(comparedByHour(subject.checks));
  const timely = new Set<ProposedCheck>();
  for (const check of compared) {
    if (differByThemselves(check, baseline, hoursOf(check))) timely.add(check);
    yield;
  }
  const checks = subject.checks.filter(
    (check) => !timely.has(check) && (!isComparison(check) || compared.has(check)),
  );
  const rule = hourlyRule(shareAlarms(true, 0).hourly);
  const { kept } = yield* keepVisible(checks, rule, 0, baseline, expected.hour);
  const rows = rowsInWords(expected.hour);
  if (kept.length === 0) {
    return {
      subject: 'hours',
      why: `About ${rows} an hour are too few to show a critical effect.`,
    };
  }
  return {
    checks: [...checks, proposeErrors()],
    rows: expected.hour,
    why: `What about ${rows} an hour can show; it takes two bad hours of three.`,
    passedOver: explainTimeOfDay('hours', [...timely]),
  };
}
