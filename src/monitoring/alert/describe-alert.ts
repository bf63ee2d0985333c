import { findMetric } from '../../metrics/metrics.ts';
import { formatBeside, formatNumber } from '../health/format-number.ts';
import { formatWindow } from '../health/format-window.ts';
import { describeSegment, describeSubject } from '../monitor/describe-monitor.ts';
import { ROWS_CHECK_ID } from '../monitor/rows-check.ts';
import type { Window } from '../window/window.ts';
import type { CheckResult } from './alert.ts';
import { SILENCE_ENDED, type Transition } from './decide-transitions.ts';

export interface AlertScene {
  readonly transition: Transition;
  /** Of the window that brought the change; nothing where the alert was closed from outside. */
  readonly result: CheckResult | null;
  readonly check: Pick<CheckResult, 'checkId' | 'metric' | 'column' | 'segment'>;
  readonly window: Window;
  readonly openedWindow: Window;
  readonly timeZone: string;
  readonly featureNames: ReadonlyMap<string, string>;
  readonly nowMs: number;
  /** Alerts that make it urgent. */
  readonly urgentWith?: readonly string[];
}

/** One sentence or two: what, from what to what, on how many rows, since when. */
export function describeAlert(scene: AlertScene): string {
  const { transition } = scene;
  const since = describeSince(scene);
  if (transition.reason === SILENCE_ENDED) {
    return `A silence is over, and this goes on. ${describeResult(scene)}${since}`;
  }
  if (scene.result === null) return describeClosure(scene);
  if (transition.kind === 'resolved') return `${describeResult(scene)}${since}`;
  if (transition.kind === 'amended')
    return `Late data changed the record. ${describeResult(scene)}`;
  const isUrgent = scene.urgentWith !== undefined && scene.urgentWith.length > 0;
  const urgent = isUrgent ? ' Urgent: data changed and the model got worse at the same time.' : '';
  return `${describeResult(scene)}${since}${urgent}`;
}

function describeResult(scene: AlertScene): string {
  const { result, check, featureNames } = scene;
  const where = describeSegment(check.segment);
  const when = showWindow(scene.window, scene);
  if (check.checkId === ROWS_CHECK_ID) {
    return result?.verdict === 'no_data'
      ? `No predictions arrived for ${where} on ${when}.`
      : `Predictions arrive again for ${where}, ${result?.n.toLocaleString('en-US')} on ${when}.`;
  }
  const subject = `${describeSubject(check, featureNames)} for ${where}`;
  if (!result || result.value === null) return `${subject} has no value on ${when}.`;
  const unit = findMetric(check.metric)?.descriptor.unit ?? 'none';
  const value = formatBeside(result.value, boundPassed(result), unit);
  return `${subject} was ${value} on ${when}, ${describeBound(result)} (${describeSample(result)}).`;
}

function describeBound(result: CheckResult): string {
  const unit = findMetric(result.metric)?.descriptor.unit ?? 'none';
  const show = (bound: number) => formatNumber(bound, unit);
  const { verdict, value, info = null, warning, critical } = result;
  if (verdict === 'critical' || verdict === 'warning' || verdict === 'info') {
    const bound = boundPassed(result);
    if (value === null || bound === null) return `which is ${verdict}`;
    const limit = formatBeside(bound, value, unit);
    return `${value > bound ? 'above' : 'below'} the ${verdict} bound of ${limit}`;
  }
  const bounds = [...new Set([info, warning, critical])].filter((one) => one !== null);
  if (result.reason === 'blind') {
    const why =
      result.calibration?.binding === 'history'
        ? 'calm windows differ so much from each other'
        : 'there are so few rows';
    if (bounds.length === 0) return `which cannot be judged: ${why}`;
    return `${within(value, bounds, show)}, and a critical change could go unseen, as ${why}`;
  }
  if (bounds.length === 0) return 'without a bound';
  return within(value, bounds, show);
}

/** On which side of bounds a value is that passed none. */
function within(
  value: number | null,
  bounds: readonly number[],
  show: (bound: number) => string,
): string {
  const side = bounds.every((bound) => (value ?? bound) >= bound) ? 'not below' : 'not above';
  const named = bounds.length > 1 ? 'the bounds of' : 'the bound of';
  return `${side} ${named} ${bounds.map(show).join(' and ')}`;
}

/** The bound that the verdict names; null where the value passed none. */
function boundPassed(result: CheckResult): number | null {
  const { verdict, info = null, warning, critical } = result;
  if (verdict !== 'critical' && verdict !== 'warning' && verdict !== 'info') return null;
  return { info, warning, critical }[verdict];
}

function describeSample({ n, m }: CheckResult): string {
  const rows = (count: number) => Math.round(count).toLocaleString('en-US');
  return m > 0 ? `${rows(n)} rows against ${rows(m)} of the baseline` : `${rows(n)} rows`;
}

function describeSince(scene: AlertScene): string {
  if (scene.openedWindow.startMs === scene.window.startMs) return '';
  const since = showWindow(scene.openedWindow, scene);
  if (scene.transition.kind !== 'resolved') return ` It has been out of bounds since ${since}.`;
  // Whoever reads that it is over has to know what may be left of it.
  const untold = scene.result?.reason === 'blind' ? '; smaller changes would not be seen' : '';
  return ` It had been out of bounds since ${since}${untold}.`;
}

function describeClosure(scene: AlertScene): string {
  const subject = `${describeSubject(scene.check, scene.featureNames)} for ${describeSegment(scene.check.segment)}`;
  const why = scene.transition.reason.replaceAll('_', ' ');
  const since = showWindow(scene.openedWindow, scene);
  return `No longer watched (${why}): ${subject}, out of bounds since ${since}.`;
}

const showWindow = (window: Window, { timeZone, nowMs }: AlertScene): string =>
  formatWindow(window.startMs, window.endMs, timeZone, nowMs);
