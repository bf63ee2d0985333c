import {
  chooseDestinations,
  type Destinations,
} from '../../../../monitoring/route/choose-destinations.ts';
import { re2Patterns } from '../../../silence/re2-patterns.ts';
import type { AlertOutcome, ChangeOrigin } from '../alerts/alert-outcome.ts';
import { readLabeller } from '../silences/labels.ts';
import type { Queryable } from '../transaction.ts';
import { readPlan } from './route-rows.ts';

export interface Router {
  destinations(check: AlertOutcome['check'], severity: string): Destinations;
  /** Whether people should hear of it, and would not. */
  leadsNowhere(channelIds: readonly string[], found: Destinations): boolean;
  /** Those of some channels that take messages. */
  stillOpen(channelIds: readonly string[]): readonly string[];
}

/** Where the alerts of one monitor go, as it is in the caller's transaction. */
export async function openRouter(
  client: Queryable,
  { projectId, monitorId }: Pick<ChangeOrigin, 'projectId' | 'monitorId'>,
): Promise<Router> {
  const plan = await readPlan(client, projectId);
  const labelsOf = await readLabeller(client, monitorId);
  return {
    destinations: (check, severity) =>
      chooseDestinations(plan, labelsOf(check, severity), re2Patterns),
    leadsNowhere: (channelIds, { digestRouteIds }) =>
      plan.isAsked && channelIds.length === 0 && digestRouteIds.length === 0,
    stillOpen: (channelIds) => channelIds.filter((id) => plan.openChannels.includes(id)),
  };
}
