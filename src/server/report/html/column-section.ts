import { findMetric } from '../../../metrics/metrics.ts';
import type { ReportColumn, ReportMetric } from '../../../monitoring/report/report.ts';
import { shortNumber, shortShare } from '../../../monitoring/report/short-number.ts';
import { chartOf } from './chart.ts';
import { escapeHtml } from './escape.ts';
import { markOf } from './mark.ts';

/** One column: what happened, how it looked before and looks now, and the numbers. */
export function columnSection(column: ReportColumn, isOpen: boolean): string {
  const { name, kind, role, severity, sentence, note, distribution } = column;
  const about = [kind, role === 'feature' ? '' : role].filter((word) => word !== '').join(', ');
  const text = [sentence, note === '' ? '' : `${note.charAt(0).toUpperCase()}${note.slice(1)}.`]
    .filter((part) => part !== '')
    .map((part) => `<p>${escapeHtml(part)}</p>`)
    .join('');
  return `<article class="column" data-name="${escapeHtml(name.toLowerCase())}">
<header><h3>${escapeHtml(name)}</h3><span class="about">${about}</span>${markOf(severity)}${text}</header>
${distribution === null ? '<div></div>' : `<figure>${chartOf(name, distribution)}</figure>`}
<details${isOpen ? ' open' : ''}><summary>Numbers<span class="hidden"> of ${escapeHtml(name)}</span></summary>
${metricTable(column)}${factTable(column)}</details>
</article>`;
}

function metricTable({ name, metrics }: ReportColumn): string {
  const rows = Object.entries(metrics).map(([id, metric]) => metricRow(id, metric));
  if (rows.length === 0) return '';
  return `<table><caption class="hidden">Metrics of ${escapeHtml(name)}</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">Value</th><th scope="col">Drift beyond</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}

function metricRow(id: string, metric: ReportMetric): string {
  const descriptor = findMetric(id)?.descriptor;
  const show = (value: number | null) =>
    value === null ? '–' : descriptor?.unit === 'ratio' ? shortShare(value) : shortNumber(value);
  const beyond = metric.severity === 'warning' || metric.severity === 'critical';
  const value = metric.value === null ? reasonOf(metric) : show(metric.value);
  return `<tr${beyond ? ` class="${metric.severity}"` : ''}><th scope="row">${descriptor?.title ?? id}</th><td>${value}${
    beyond ? `<span class="hidden"> ${metric.severity}</span>` : ''
  }</td><td>${show(metric.bound)}</td></tr>`;
}

const reasonOf = ({ reason }: ReportMetric): string => (reason ?? 'none').replaceAll('_', ' ');

function factTable({ name, reference, current }: ReportColumn): string {
  const number = (value: number | null) => (value === null ? null : shortNumber(value));
  const facts: [string, string | null, string | null][] = [
    ['Mean', number(reference.mean), number(current.mean)],
    ['Standard deviation', number(reference.standardDeviation), number(current.standardDeviation)],
    ['Smallest', number(reference.min), number(current.min)],
    ['Largest', number(reference.max), number(current.max)],
    ['Categories', number(reference.categories), number(current.categories)],
    ['Missing', shortShare(reference.missingRatio), shortShare(current.missingRatio)],
  ];
  const rows = facts
    .filter(([, before, after]) => before !== null || after !== null)
    .map(
      ([title, before, after]) =>
        `<tr><th scope="row">${title}</th><td>${before ?? '–'}</td><td>${after ?? '–'}</td></tr>`,
    );
  return `<table><caption class="hidden">Facts of ${escapeHtml(name)}</caption>
<thead><tr><th scope="col"><span class="hidden">Fact</span></th><th scope="col">Reference</th><th scope="col">Current</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}
