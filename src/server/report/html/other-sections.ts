import type { Report, ReportPerformance } from '../../../monitoring/report/report.ts';
import { shortNumber, shortShare } from '../../../monitoring/report/short-number.ts';
import { escapeHtml } from './escape.ts';
import { markOf } from './mark.ts';

export function performanceSection({ performance }: Report): string {
  if (performance.length === 0) return '';
  return `<section aria-labelledby="performance"><h2 id="performance">Performance</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Performance"><table class="wide"><thead><tr><th scope="col">Metric</th><th scope="col" class="text">Verdict</th><th scope="col">Reference</th><th scope="col">Current</th><th scope="col" class="extra">Drift beyond</th><th scope="col" class="extra">Rows</th></tr></thead>
<tbody>${performance.map(performanceRow).join('')}</tbody></table></div></section>`;
}

function performanceRow(one: ReportPerformance): string {
  const show = (value: number | null) => (value === null ? '–' : shortNumber(value));
  const mark = one.severity === 'no_data' ? markOf('no_data', 'Not judged') : markOf(one.severity);
  return `<tr><th scope="row">${one.title}</th><td class="text">${mark}</td><td>${show(one.before)}</td><td>${show(one.after)}</td><td class="extra">${show(one.bound)}</td><td class="extra">${Math.round(one.n).toLocaleString('en-US')}</td></tr>`;
}

export function segmentSection({ segments, segmentColumn }: Report): string {
  if (segmentColumn === null || segments.length === 0) return '';
  const rows = segments.map(({ segment, severity, referenceRows, currentRows, drifted }) => {
    const names = drifted.slice(0, 4).map(escapeHtml).join(', ');
    const more = drifted.length > 4 ? ` and ${drifted.length - 4} more` : '';
    return `<tr><th scope="row">${escapeHtml(segment)}</th><td class="text">${markOf(severity)}</td><td class="text">${names}${more}</td><td class="extra">${referenceRows.toLocaleString('en-US')}</td><td class="extra">${currentRows.toLocaleString('en-US')}</td></tr>`;
  });
  return `<section aria-labelledby="segments"><h2 id="segments">Segments by ${escapeHtml(segmentColumn)}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Segments"><table class="wide"><thead><tr><th scope="col">${escapeHtml(segmentColumn)}</th><th scope="col" class="text">Verdict</th><th scope="col" class="text">Drifted</th><th scope="col" class="extra">Reference rows</th><th scope="col" class="extra">Current rows</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div></section>`;
}

/** What the numbers rest on. */
export function methodSection({ level, columns, notes }: Report): string {
  const learnt =
    level.daysLearnt === 0
      ? 'How days differ without drift was not learnt: rows were taken as independent.'
      : `Bounds also know how periods of the reference differ from each other, from ${level.daysLearnt} of its days.`;
  const bins = level.exact
    ? 'Kolmogorov–Smirnov and Wasserstein distances were computed from the rows.'
    : 'Distances were counted in up to 256 bins of equal mass; report.json says how far each can be off.';
  const blind = columns.filter((column) => column.severity === 'insufficient_data').length;
  const seen =
    blind === 0
      ? ''
      : ` Of ${blind} ${blind === 1 ? 'column' : 'columns'} it lies beyond effects that would matter, so that silence about them means nothing.`;
  return `<section aria-labelledby="method"><h2 id="method">What this rests on</h2>
<p>Of files between which nothing drifted, ${shortShare(level.falseAlarms)} would be called drifted by chance, over all ${level.checks} numbers together. A bound grows with fewer rows and never falls below an effect that does not matter.${seen}</p>
<p>${learnt} ${bins}</p>${notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('')}</section>`;
}
