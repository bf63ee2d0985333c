import type { Report, ReportColumn, ReportFile } from '../../../monitoring/report/report.ts';
import { columnsByCount } from '../counted-columns.ts';
import { columnSection } from './column-section.ts';
import { escapeHtml } from './escape.ts';
import { markOf } from './mark.ts';
import { methodSection, performanceSection, segmentSection } from './other-sections.ts';
import { STYLES } from './styles.ts';

/** From so many columns on, one wants to search. */
const MANY = 30;

/** Of what drifted, the numbers of so many columns are unfolded. */
const OPEN = 12;

/** Hides the columns whose names do not have what was typed. */
const SEARCH = `const i=document.getElementById('search');i.hidden=false;i.addEventListener('input',()=>{const t=i.value.trim().toLowerCase();for(const a of document.querySelectorAll('.column'))a.hidden=!a.dataset.name.includes(t);for(const d of document.querySelectorAll('.more'))if(t)d.open=true})`;

/** The report as one file that needs nothing else. */
export function renderHtml(report: Report): string {
  const [headline = '', ...rest] = report.summary;
  const { columns } = report;
  const { counted, others } = columnsByCount(report);
  const told = counted.filter(isTold);
  const toldBeside = others.filter(isTold);
  const calm = columns.filter((column) => !isTold(column));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(headline)}</title>
<style>${STYLES}[hidden]{display:none!important}</style>
</head>
<body>
<main>
<header>
${markOf(report.severity)}
<h1>${escapeHtml(headline)}</h1>
${rest.map((sentence) => `<p class="lead">${escapeHtml(sentence)}</p>`).join('\n')}
<dl class="files">${fileFacts('Reference', 'before', report.reference)}${fileFacts('Current', 'after', report.current)}</dl>
</header>
${performanceSection(report)}
${segmentSection(report)}
<section aria-labelledby="columns"><h2 id="columns">Columns</h2>
${columns.length > MANY ? '<input id="search" type="search" hidden placeholder="Find a column" aria-label="Find a column">' : ''}
${told.map((column, index) => columnSection(column, index < OPEN)).join('\n')}
${toldBeside.length === 0 ? '' : '<p class="beside">Judged too, and not counted above:</p>'}
${toldBeside.map((column, index) => columnSection(column, told.length + index < OPEN)).join('\n')}
${calmSection(calm, others, told.length + toldBeside.length)}
</section>
${methodSection(report)}
<footer>Leeway, drift report</footer>
</main>
${columns.length > MANY ? `<script>${SEARCH}</script>` : ''}
</body>
</html>
`;
}

const isTold = ({ severity }: ReportColumn): boolean =>
  severity === 'critical' || severity === 'warning' || severity === 'insufficient_data';

/** What did not drift is there for who wants to see it, and in nobody's way. */
function calmSection(
  calm: readonly ReportColumn[],
  others: readonly ReportColumn[],
  told: number,
): string {
  if (calm.length === 0) return '';
  const sections = calm.map((column) => columnSection(column, false)).join('\n');
  if (told === 0 && calm.length <= MANY) return `<div class="calm">${sections}</div>`;
  const silent = calm.filter(({ severity }) => severity === 'no_data').length;
  const beside = others.filter(({ severity }) => severity === 'ok').length;
  const quiet = calm.length - silent - beside;
  const title = [
    quiet === 0 ? '' : `${quiet} ${quiet === 1 ? 'column' : 'columns'} without drift`,
    beside === 0 ? '' : `${beside} not counted`,
    silent === 0 ? '' : `${silent} not compared`,
  ]
    .filter((part) => part !== '')
    .join(', ');
  const open = calm.length <= MANY ? ' open' : '';
  return `<details class="more calm"${open}><summary>${title}</summary>\n${sections}\n</details>`;
}

function fileFacts(
  title: string,
  swatch: 'before' | 'after',
  { file, rows, from, to }: ReportFile,
): string {
  const days = from === null || to === null ? '' : `, ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  return `<div><dt><i class="swatch-${swatch}"></i>${title}</dt><dd>${escapeHtml(file)}</dd><dd class="muted">${rows.toLocaleString('en-US')} rows${days}</dd></div>`;
}
