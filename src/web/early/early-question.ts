import { readFeatureSearch, readModelSearch } from '../search.ts';

/** More than a screen shows. */
export const FIRST_MODELS = 50;

/** What the page at this address asks first, if that can be told by the address alone. */
export function earlyQuestion({
  pathname,
  search,
}: Pick<Location, 'pathname' | 'search'>): string | null {
  const parameters = Object.fromEntries(new URLSearchParams(search));
  // Escaped as the program escapes what it asks.
  const [kind, name, below, feature, ...more] = pathname
    .slice(1)
    .split('/')
    .map((part) => encodeURIComponent(decodeURIComponent(part)));
  if (more.length > 0) return null;
  if (kind === '') return ask('fleet', { limit: String(FIRST_MODELS) });
  if (name === undefined || name === '') return null;
  if (kind === 'alerts' && below === undefined) return ask(`alerts/${name}`);
  if (kind !== 'models') return null;
  if (below === undefined)
    return ask(`models/${name}/overview`, { ...readModelSearch(parameters) });
  if (below !== 'features' || feature === undefined || feature === '') return null;
  return ask(`models/${name}/features/${feature}/overview`, { ...readFeatureSearch(parameters) });
}

function ask(path: string, query: Readonly<Record<string, string>> = {}): string {
  const parameters = new URLSearchParams(query).toString();
  return `/v1/${path}${parameters === '' ? '' : `?${parameters}`}`;
}
