import type { Distribution, DistributionBar } from '../../../monitoring/report/report.ts';
import { shortShare } from '../../../monitoring/report/short-number.ts';
import { escapeHtml } from './escape.ts';

const WIDTH = 320;
const HEIGHT = 88;
const AXIS = 16;
const ROW = 22;
/** Room for the names of categories; longer ones are cut. */
const NAMES = 122;
const NAME_LENGTH = 16;

/** A small chart of both files: slate is the reference, blue the current file. */
export function chartOf(name: string, { bars, ordered }: Distribution): string {
  const tallest = Math.max(...bars.map((bar) => Math.max(bar.reference, bar.current)), 1e-9);
  return ordered ? histogram(name, bars, tallest) : categories(name, bars, tallest);
}

function histogram(name: string, bars: readonly DistributionBar[], tallest: number): string {
  const step = WIDTH / bars.length;
  const top = (share: number) => round(HEIGHT - (share / tallest) * (HEIGHT - 4));
  const filled = bars
    .map(
      (bar, i) =>
        `M${round(i * step + 0.5)} ${HEIGHT}V${top(bar.reference)}h${round(step - 1)}V${HEIGHT}z`,
    )
    .join('');
  const outline = bars
    .map(
      (bar, i) => `${i === 0 ? `M0 ${HEIGHT}` : ''}V${top(bar.current)}H${round((i + 1) * step)}`,
    )
    .join('');
  const values = bars.filter((bar) => bar.label !== 'missing');
  const from = values[0]?.label.split(' to ')[0] ?? '';
  const to = values.at(-1)?.label.split(' to ').at(-1) ?? '';
  const end = round(values.length * step);
  const missing =
    values.length === bars.length ? '' : label(WIDTH, 'end', bars.length > 6 ? '∅' : 'missing');
  return `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT + AXIS}" role="img" aria-label="${altText(name, bars)}">
<path class="before" d="${filled}"/><path class="after" d="${outline}V${HEIGHT}"/><path class="axis" d="M0 ${HEIGHT}.5H${WIDTH}"/>
${label(0, 'start', from)}${label(end - (missing === '' ? 0 : 4), 'end', to)}${missing}</svg>`;
}

const label = (x: number, anchor: 'start' | 'end', text: string): string =>
  `<text x="${x}" y="${HEIGHT + 13}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;

function categories(name: string, bars: readonly DistributionBar[], tallest: number): string {
  const room = WIDTH - NAMES - 44;
  const rows = bars.map((bar, index) => {
    const y = index * ROW;
    const width = (share: number) => round(Math.max(share > 0 ? 1 : 0, (share / tallest) * room));
    const text =
      bar.label.length > NAME_LENGTH ? `${bar.label.slice(0, NAME_LENGTH - 1)}…` : bar.label;
    return `<text x="${NAMES - 6}" y="${y + 14}" text-anchor="end">${escapeHtml(text)}</text>
<rect class="before" x="${NAMES}" y="${y + 2}" width="${width(bar.reference)}" height="8"/><rect class="now" x="${NAMES}" y="${y + 11}" width="${width(bar.current)}" height="8"/>
<text x="${NAMES + Math.max(width(bar.reference), width(bar.current)) + 4}" y="${y + 14}">${shortShare(bar.current)}</text>`;
  });
  return `<svg class="chart" viewBox="0 0 ${WIDTH} ${bars.length * ROW}" role="img" aria-label="${altText(name, bars)}">
${rows.join('')}</svg>`;
}

/** For those who do not see it: where it changed most. */
function altText(name: string, bars: readonly DistributionBar[]): string {
  const [most] = [...bars].sort(
    (a, b) => Math.abs(b.current - b.reference) - Math.abs(a.current - a.reference),
  );
  if (most === undefined) return escapeHtml(`Distribution of ${name}`);
  return escapeHtml(
    `Distribution of ${name}. Largest change: ${most.label}, ${shortShare(most.reference)} before, ${shortShare(most.current)} now.`,
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
