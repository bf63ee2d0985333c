import { readFeatureSearch, readModelSearch } from '../search.ts';
import { api } from './client.ts';
import { QUERY_KEYS, type QueryKey } from './query-keys.ts';

export interface EarlyAnswer {
  readonly key: QueryKey;
  /** The answer that is on its way, the first time; after that it is asked for anew. */
  readonly read: () => Promise<unknown>;
}

const early: EarlyAnswer[] = [];

/** Asks for what a page needs before its script is there. */
export function askEarly({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  const parameters = Object.fromEntries(new URLSearchParams(search));
  const [kind, name, below, feature, ...more] = pathname
    .slice(1)
    .split('/')
    .map(decodeURIComponent);
  if (more.length > 0) return;
  if (kind === '') ask(QUERY_KEYS.fleet, (signal) => api.fleet(signal));
  if (kind === 'alerts' && name !== undefined && below === undefined) {
    ask(QUERY_KEYS.alert(name), (signal) => api.alert(name, signal));
  }
  if (kind !== 'models' || name === undefined) return;
  if (below === undefined) {
    const query = readModelSearch(parameters);
    ask(QUERY_KEYS.overview(name, query), (signal) => api.overview(name, query, signal));
  }
  if (below === 'features' && feature !== undefined) {
    const query = readFeatureSearch(parameters);
    ask(QUERY_KEYS.feature(name, feature, query), (signal) =>
      api.feature(name, feature, query, signal),
    );
  }
}

/** What was asked for, once. */
export const takeEarly = (): readonly EarlyAnswer[] => early.splice(0);

function ask(key: QueryKey, send: (signal: AbortSignal) => Promise<unknown>): void {
  const { signal } = new AbortController();
  let first: Promise<unknown> | null = send(signal);
  // It is handled by whoever takes it.
  first.catch(() => {});
  early.push({
    key,
    read() {
      const answer = first ?? send(signal);
      first = null;
      return answer;
    },
  });
}
