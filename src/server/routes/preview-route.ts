import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import type { RoutePreviewBody } from '../../contract/route.ts';
import type { RouteStore, WatchedPlace } from '../../monitoring/ports.ts';
import { takes } from '../../monitoring/route/choose-destinations.ts';
import type { Route } from '../../monitoring/route/route.ts';
import { matchLabels } from '../../monitoring/silence/match-labels.ts';
import { formatMatcher, type Labels, type Matcher } from '../../monitoring/silence/matcher.ts';
import { describeSilenced } from '../quiet/silence-wire.ts';

const PREVIEW_MS = 30 * 86_400_000;
/** Looked at, and shown. */
const MOST_ALERTS = 20_000;
const SHOWN = 200;

/** Which alerts would have gone by a route, and which models it is about. */
export async function previewRoute(
  store: Pick<RouteStore, 'recentAlerts' | 'places'>,
  projectId: string,
  route: Pick<Route, 'matchers' | 'minSeverity'>,
  nowMs: number,
): Promise<RoutePreviewBody> {
  const alerts = await store.recentAlerts(projectId, nowMs - PREVIEW_MS, MOST_ALERTS);
  const taken = alerts.filter(({ labels }) => takes(route, labels, re2Patterns));
  const open = taken.filter((one) => one.open);
  const recent = taken.filter((one) => !one.open);
  const places = await store.places(projectId);
  const models = [
    ...new Set(places.filter((one) => fits(route.matchers, one)).map(({ model }) => model)),
  ];
  return {
    matchers: route.matchers.map(formatMatcher),
    openCount: open.length,
    recentCount: recent.length,
    alerts: [...open, ...recent].slice(0, SHOWN).map(describeSilenced),
    modelCount: models.length,
    models: models.slice(0, SHOWN),
  };
}

const KNOWN = ['model', 'monitor', 'environment'];

/** By what is known of a monitor before it has alerts. */
function fits(matchers: readonly Matcher[], place: WatchedPlace): boolean {
  const labels: Labels = { ...place, check: '', metric: '', column: '', segment: '', severity: '' };
  const asked = matchers.filter(({ label }) => KNOWN.includes(label));
  return matchLabels(asked, labels, re2Patterns);
}
