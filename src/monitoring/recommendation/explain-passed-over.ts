import { findMetric } from '../../metrics/metrics.ts';
import { DEFAULT_OUTPUT } from '../prediction/prediction.ts';
import { plural, rowsInWords } from './describe-values.ts';
import type { PassedOver, ProposedCheck } from './recommendation.ts';

/** All of them but of wide models, where the model's own page would be nothing else. */
const SHOWN = 20;

/** Checks that would be granted too little of the budget to be calibrated at all. */
export function explainCrowdedOut(
  monitor: string,
  checks: readonly ProposedCheck[],
): readonly PassedOver[] {
  return explain(monitor, checks, 'the budget of false alarms cannot be shared over more checks');
}

/** Checks that stay silent whatever happens, in windows of so few rows. */
export function explainBlind(
  monitor: string,
  checks: readonly ProposedCheck[],
  rows: number | null,
): readonly PassedOver[] {
  const window = rows === null ? 'a window' : `a window of about ${rowsInWords(rows)}`;
  return explain(monitor, checks, `${window} cannot show a critical effect`);
}

/** Checks that would show the time of day. */
export function explainTimeOfDay(
  monitor: string,
  checks: readonly ProposedCheck[],
): readonly PassedOver[] {
  const reason = 'hours of the baseline differ from the whole of it by more than a critical effect';
  return explain(monitor, checks, reason);
}

function explain(
  monitor: string,
  checks: readonly ProposedCheck[],
  reason: string,
): readonly PassedOver[] {
  if (checks.length === 0) return [];
  const shown = checks.slice(0, SHOWN).map(nameCheck).join(', ');
  const more = checks.length > SHOWN ? ` and ${checks.length - SHOWN} more` : '';
  return [
    {
      subject: `${plural(checks.length, 'check', 'checks')} of ${monitor}`,
      why: `${capital(shown)}${more}: ${reason}.`,
    },
  ];
}

function nameCheck({ metric, name }: ProposedCheck): string {
  const title = findMetric(metric)?.descriptor.title.toLowerCase() ?? metric;
  // The one output of most models has no name of its own.
  return name === null || name === DEFAULT_OUTPUT ? title : `${title} of ${name}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
