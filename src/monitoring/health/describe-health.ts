import type { MetricDescriptor } from '../../metrics/metric.ts';
import type { CheckResult } from '../alert/alert.ts';
import { boundOf } from '../diagnosis/judge-certainty.ts';
import { formatNumber } from './format-number.ts';
import { formatWindow } from './format-window.ts';
import type { DescribeMetric, Finding, ModelHealth } from './judge-health.ts';
import { isSilence } from './tally-results.ts';
import type { WatchedModel } from './watched-model.ts';
import { isFailing } from './worst-verdict.ts';

/** What is the matter with a model, in one sentence, with numbers. */
export function describeHealth(
  model: WatchedModel,
  health: ModelHealth,
  describeMetric: DescribeMetric,
  nowMs: number,
): string {
  if (model.monitors.length === 0) {
    return model.hasBaseline
      ? 'No monitor watches this model yet.'
      : 'Not watched yet: it has neither a baseline nor a monitor.';
  }
  const { finding, lastWindow } = health;
  if (finding === null || lastWindow === null) return 'Waiting for the first window to close.';
  const window = (startMs: number, endMs: number) =>
    formatWindow(startMs, endMs, model.timeZone, nowMs);
  const last = window(lastWindow.startMs, lastWindow.endMs);
  const open = model.openAlerts.critical + model.openAlerts.warning;
  if (health.failing === 0 && open > 0) {
    const clause = describeFinding(finding, describeMetric(finding.tally.metric));
    return `${count(open, 'alert')} still open. ${clause}, ${last}.`;
  }
  if (isFailing(health.worst)) {
    const others = health.failing - 1;
    const more = others > 0 ? ` ${count(others, 'more check')} failed.` : '';
    const when = window(finding.windowStartMs, finding.windowEndMs);
    return `${describeFinding(finding, describeMetric(finding.tally.metric))}, ${when}.${more}`;
  }
  if (health.stale) return `Nothing was judged since ${last}, although windows were due.`;
  if (health.worst === 'ok') return `${count(health.checks, 'check')} passed, ${last}.`;
  if (health.dimensions.labels.verdict === 'no_data' && onlyLabelsMissing(health)) {
    return `What can be checked without labels is well, ${last}; no labels have come yet.`;
  }
  return `${describeFinding(finding, describeMetric(finding.tally.metric))}, ${last}.`;
}

function onlyLabelsMissing({ dimensions }: ModelHealth): boolean {
  return [dimensions.data, dimensions.drift, dimensions.service].every(
    ({ verdict }) => verdict === null || verdict === 'ok',
  );
}

function describeFinding({ tally }: Finding, descriptor: MetricDescriptor | undefined): string {
  return describeResult(tally.example, descriptor, tally.columnName);
}

/** One result as a clause, without its window: "Critical: population stability index of distance
 *  where origin=ORD is 1.43, bound 0.25, over 2,104 predictions". */
export function describeResult(
  result: CheckResult,
  descriptor: MetricDescriptor | undefined,
  columnName: string | null,
): string {
  if (isSilence(result)) return `Critical: no predictions arrived${whereOf(result)}`;
  const subject = subjectOf(result, descriptor, columnName);
  if (result.verdict === 'error') return `Could not be measured: ${subject} (${reasonOf(result)})`;
  if (
    result.verdict === 'no_data' ||
    result.verdict === 'insufficient_data' ||
    result.value === null
  ) {
    const what = result.verdict === 'insufficient_data' ? 'Too few rows' : 'No data';
    return `${what} for ${subject} (${reasonOf(result)})`;
  }
  const unit = descriptor?.unit ?? 'none';
  const bound = boundOf(result);
  const against = bound === null ? '' : `, bound ${formatNumber(bound, unit)}`;
  const word = WORDS[result.verdict];
  const rows = descriptor?.family === 'performance' ? 'labelled predictions' : 'predictions';
  const sample = result.n > 0 ? `, over ${formatNumber(Math.round(result.n), 'none')} ${rows}` : '';
  return `${word}: ${subject} is ${formatNumber(result.value, unit)}${against}${sample}`;
}

const WORDS = { critical: 'Critical', warning: 'Warning', info: 'To note', ok: 'Well' } as const;

function subjectOf(
  result: CheckResult,
  descriptor: MetricDescriptor | undefined,
  columnName: string | null,
): string {
  const title = lowerFirst(descriptor?.title ?? result.metric);
  const column = columnName === null ? '' : ` of ${columnName}`;
  return `${title}${column}${whereOf(result)}`;
}

function whereOf({ segment }: CheckResult): string {
  return segment === '' ? '' : ` where ${segment}`;
}

function reasonOf(result: CheckResult): string {
  if (result.reason === 'blind') return 'a critical change could go unseen';
  return (result.reason ?? 'no reason given').replaceAll('_', ' ');
}

/** Leaves abbreviations such as ROC alone. */
function lowerFirst(title: string): string {
  return /^[A-Z][^A-Z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function count(many: number, what: string): string {
  return `${formatNumber(many, 'none')} ${what}${many === 1 ? '' : 's'}`;
}
