import { OVERVIEW_RANGES, type OverviewRange } from '../contract/model-overview.ts';

export interface FleetSearch {
  /** What the list is filtered by. */
  readonly q?: string;
}

export interface ModelSearch {
  readonly range?: OverviewRange;
  readonly from?: string;
  readonly to?: string;
}

export function readFleetSearch({ q }: Record<string, unknown>): FleetSearch {
  return q === undefined || q === '' ? {} : { q: String(q) };
}

const instant = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;

/** An address may come from a chat message: what it does not make sense of is left out. */
export function readModelSearch(search: Record<string, unknown>): ModelSearch {
  const from = instant(search['from']);
  const to = instant(search['to']);
  if (from !== undefined && to !== undefined && Date.parse(from) < Date.parse(to)) {
    return { from, to };
  }
  const range = OVERVIEW_RANGES.find((one) => one === search['range']);
  return range === undefined ? {} : { range };
}
