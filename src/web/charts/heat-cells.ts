import type { HeatMapWire } from '../../contract/model-breakdown.ts';
import { formatMeasured } from '../format/number.ts';
import { formatWindow } from '../format/time.ts';
import { VERDICT_WORDS, verdictOf } from '../format/verdict.ts';

export type HeatRow = HeatMapWire['rows'][number];
type Check = HeatMapWire['checks'][number];

export interface HeatCell extends Check {
  readonly verdict: HeatRow['worst'];
  readonly value: number | null;
  readonly startMs: number;
  readonly endMs: number;
}

/** Of every row its cells by span; undefined where nothing was measured. */
export function cellsOf({ rows, spans, checks }: HeatMapWire): (HeatCell | undefined)[][] {
  return rows.map(({ cells }) => {
    const bySpan = Array<HeatCell | undefined>(spans.length).fill(undefined);
    for (const [at, span] of cells.span.entries()) {
      const take = <Value>(list: readonly Value[]) => list[at] as Value;
      bySpan[span] = {
        ...(checks[take(cells.check)] as Check),
        verdict: take(cells.verdict),
        value: take(cells.value),
        startMs: take(cells.startMs),
        endMs: take(cells.endMs),
      };
    }
    return bySpan;
  });
}

export function wordOf(cell: HeatCell | undefined): string {
  if (cell === undefined) return 'not measured';
  const value = cell.value === null ? '' : ` ${formatMeasured(cell.value, cell.unit)}`;
  return `${VERDICT_WORDS[verdictOf(cell.verdict)]}${value}`;
}

export function describeCell(
  row: HeatRow | undefined,
  cell: HeatCell | undefined,
  span: HeatMapWire['spans'][number] | undefined,
  timeZone: string,
): string {
  if (row === undefined || span === undefined) return '';
  const { startMs, endMs } = cell ?? {
    startMs: Date.parse(span.start),
    endMs: Date.parse(span.end),
  };
  const when = formatWindow(startMs, endMs, timeZone);
  if (cell === undefined) return `${row.columnName}, ${when}: not measured`;
  const where = cell.segment === '' ? '' : ` where ${cell.segment}`;
  return `${row.columnName}${where}, ${when}: ${wordOf(cell)} (${cell.title})`;
}
