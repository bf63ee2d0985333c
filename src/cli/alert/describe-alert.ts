import type { AlertBody } from '../../contract/alert.ts';
import type { AlertDetailsBody } from '../../contract/alert-details.ts';

/** One line an alert, its fields set apart by tabs. */
export function describeAlert(alert: AlertBody): string {
  const { alertId, severity, model, explanation } = alert;
  return [alertId, severity, spanOf(alert), model, explanation].join('\t');
}

/** What it said when it opened, and what was found to be behind it. */
export function describeAlertDetails(alert: AlertDetailsBody): string {
  const { severity, priority, diagnosis, steps, explanation } = alert;
  const opened = steps.find(({ kind }) => kind === 'opened')?.explanation ?? explanation;
  const urgent = priority === 'urgent' ? ', urgent' : '';
  return [
    `${severity}${urgent}, ${spanOf(alert)}: ${opened}`,
    ...(diagnosis === null || diagnosis.sentence === '' ? [] : [`  ${diagnosis.sentence}`]),
  ].join('\n');
}

function spanOf({ state, openedWindow, resolvedWindow }: AlertBody): string {
  const day = (time: string) => time.slice(0, 16).replace('T00:00', '').replace('T', ' ');
  if (resolvedWindow === null) return `${state} since ${day(openedWindow)}`;
  return `over, from ${day(openedWindow)} to ${day(resolvedWindow)}`;
}
