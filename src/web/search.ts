import type { AlertStateWire, SeverityWire } from '../contract/alert.ts';
import { ALERT_STATES, OVERVIEW_RANGES } from '../contract/choices.ts';
import type { OverviewRange } from '../contract/model-overview.ts';

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

export interface FeatureSearch extends ModelSearch {
  /** `start/end`: what is looked at; else the last window that was measured. */
  readonly window?: string;
  /** `start/end`: what it is compared with; else the baseline. */
  readonly against?: string;
  readonly segment?: string;
  readonly metric?: string;
}

export interface SegmentsSearch {
  readonly range?: OverviewRange;
  readonly window?: string;
  readonly feature?: string;
  readonly sort?: SegmentSort;
  /** Two segments to compare. */
  readonly a?: string;
  readonly b?: string;
}

export const SEGMENT_SORTS = ['worst', 'part', 'size', 'name'] as const;
export type SegmentSort = (typeof SEGMENT_SORTS)[number];

export interface AlertsSearch {
  /** Left out: those that are open. */
  readonly state?: AlertStateWire | 'all';
  readonly severity?: SeverityWire;
  readonly model?: string;
}

const text = (value: unknown): string | undefined =>
  value === undefined || value === '' ? undefined : String(value);

const interval = (value: unknown): string | undefined => {
  const [start, end, more] = String(value ?? '').split('/');
  const isWhole = instant(start) !== undefined && instant(end) !== undefined && more === undefined;
  return isWhole && Date.parse(start ?? '') < Date.parse(end ?? '') ? String(value) : undefined;
};

const oneOf = <Member extends string>(members: readonly Member[], value: unknown) =>
  members.find((one) => one === value);

/** Leaves out what has no value, so that an address has nothing in it that says nothing. */
function known<Search extends object>(
  search: {
    [Name in keyof Search]: Search[Name] | undefined;
  },
): Search {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined),
  ) as Search;
}

export function readFeatureSearch(search: Record<string, unknown>): FeatureSearch {
  return {
    ...readModelSearch(search),
    ...known<Pick<FeatureSearch, 'window' | 'against' | 'segment' | 'metric'>>({
      window: interval(search['window']),
      against: interval(search['against']),
      segment: text(search['segment']),
      metric: text(search['metric']),
    }),
  };
}

export function readSegmentsSearch(search: Record<string, unknown>): SegmentsSearch {
  return known<SegmentsSearch>({
    range: oneOf(OVERVIEW_RANGES, search['range']),
    window: interval(search['window']),
    feature: text(search['feature']),
    sort: oneOf(SEGMENT_SORTS, search['sort']),
    a: text(search['a']),
    b: text(search['b']),
  });
}

export function readAlertsSearch(search: Record<string, unknown>): AlertsSearch {
  return known<AlertsSearch>({
    state: oneOf([...ALERT_STATES, 'all'] as const, search['state']),
    severity: oneOf(['critical', 'warning', 'info'] as const, search['severity']),
    model: text(search['model']),
  });
}

export interface BaselinesSearch {
  /** Ids of the two that are compared; without the second it is the last seven days. */
  readonly before?: string;
  readonly after?: string;
  /** Whose distribution is shown. */
  readonly column?: string;
}

export function readBaselinesSearch(search: Record<string, unknown>): BaselinesSearch {
  return known<BaselinesSearch>({
    before: text(search['before']),
    after: text(search['after']),
    column: text(search['column']),
  });
}

export interface NewSearch {
  /** Files that were brought, by their ids on the server. */
  readonly file?: string;
  readonly baseline?: string;
  /** The import that was begun. */
  readonly run?: string;
}

const id = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z]{3}_[0-9a-z]{8,64}$/.test(value) ? value : undefined;

export function readNewSearch(search: Record<string, unknown>): NewSearch {
  const file = id(search['file']);
  const baseline = id(search['baseline']);
  const run = id(search['run']);
  return {
    ...(file === undefined ? {} : { file }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(run === undefined ? {} : { run }),
  };
}
