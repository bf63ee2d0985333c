import type { Severity } from '../alert/alert.ts';
import { rankOfSeverity } from '../alert/fold-alerts.ts';
import { matchLabels } from '../silence/match-labels.ts';
import type { Labels, Patterns } from '../silence/matcher.ts';
import type { Route, RoutingPlan } from './route.ts';

export interface Destinations {
  /** Told at once. */
  readonly channelIds: readonly string[];
  /** Routes whose digest will tell of it. */
  readonly digestRouteIds: readonly string[];
}

/** Whether a route takes an alert of this kind. */
export const takes = (
  { matchers, minSeverity }: Pick<Route, 'matchers' | 'minSeverity'>,
  labels: Labels,
  patterns: Patterns,
): boolean =>
  rankOfSeverity(labels.severity as Severity) >= rankOfSeverity(minSeverity) &&
  matchLabels(matchers, labels, patterns);

/** Whether a route leaves an alert for its digest. */
export const waitsForDigest = ({ delivery }: Pick<Route, 'delivery'>, severity: string): boolean =>
  delivery.kind === 'digest' && !(severity === 'critical' && delivery.critical === 'immediately');

/** Where an alert goes: the way of every route that takes it, whatever their order, and of the
 *  default where none does. A channel that is switched off takes nothing. */
export function chooseDestinations(
  plan: RoutingPlan,
  labels: Labels,
  patterns: Patterns,
): Destinations {
  const open = new Set(plan.openChannels);
  const routes = plan.routes.filter((route) => takes(route, labels, patterns));
  const direct = routes.filter((route) => !waitsForDigest(route, labels.severity));
  const { defaultChannels } = plan;
  const named =
    routes.length > 0
      ? direct.flatMap((route) => route.channelIds)
      : defaultChannels === 'all'
        ? plan.openChannels
        : defaultChannels;
  return {
    channelIds: [...new Set(named)].filter((id) => open.has(id)).sort(),
    digestRouteIds: routes
      .filter((route) => waitsForDigest(route, labels.severity))
      .filter((route) => route.channelIds.some((id) => open.has(id)))
      .map((route) => route.routeId)
      .sort(),
  };
}
