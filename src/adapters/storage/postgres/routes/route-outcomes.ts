import type { ChangeOrigin } from '../alerts/alert-outcome.ts';
import type { HeldOutcome, HeldTransition } from '../silences/mute-outcomes.ts';
import type { Queryable } from '../transaction.ts';
import { openRouter, type Router } from './open-router.ts';

export interface RoutedTransition extends HeldTransition {
  readonly channelIds: readonly string[];
  /** Whether anybody hears of it: where no channel was ever asked for, nobody does. */
  readonly isTold: boolean;
}

export interface RoutedOutcome extends Omit<HeldOutcome, 'transitions'> {
  readonly transitions: readonly RoutedTransition[];
  /** Channels that know of the alert and not of its end; null leaves them as they are. */
  readonly toldChannels: readonly string[] | null;
  /** Routes whose digest tells of it; null as before. */
  readonly digestRoutes: readonly string[] | null;
  /** Whether people should have heard of it and no way led to any; null as before. */
  readonly unrouted: boolean | null;
}

/** Decides which channels hear of what. What calls people goes where routes lead now, and to those
 *  who were called before; what sends them home goes to those who were called. What leads nowhere
 *  counts as untold, so that it is told once there is a way. */
export async function routeOutcomes(
  client: Queryable,
  origin: Pick<ChangeOrigin, 'projectId' | 'monitorId'>,
  outcomes: readonly HeldOutcome[],
): Promise<RoutedOutcome[]> {
  const telling = outcomes.filter(({ transitions }) => transitions.some((one) => one.notify));
  if (telling.length === 0) {
    return outcomes.map(untouched);
  }
  const router = await openRouter(client, origin);
  const told = await readTold(
    client,
    telling.map((one) => one.alertId),
  );
  return outcomes.map((outcome) => {
    const { channels = [], isInDigest = false } = told.get(outcome.alertId) ?? {};
    return route(outcome, router.stillOpen(channels), isInDigest, router);
  });
}

const untold = (transition: HeldTransition): RoutedTransition => ({
  ...transition,
  channelIds: [],
  isTold: false,
});

const untouched = (outcome: HeldOutcome): RoutedOutcome => ({
  ...outcome,
  transitions: outcome.transitions.map(untold),
  toldChannels: null,
  digestRoutes: null,
  unrouted: null,
});

function route(
  outcome: HeldOutcome,
  known: readonly string[],
  isInDigest: boolean,
  router: Router,
): RoutedOutcome {
  let toldChannels: readonly string[] | null = null;
  let digestRoutes: readonly string[] | null = null;
  let unrouted: boolean | null = null;
  const transitions = outcome.transitions.map((transition): RoutedTransition => {
    if (!transition.notify) return untold(transition);
    if (transition.kind !== 'opened' && transition.kind !== 'escalated') {
      const isOver = transition.kind === 'resolved' || transition.severity === 'info';
      toldChannels = isOver ? [] : known;
      if (isOver) digestRoutes = [];
      unrouted = false;
      return { ...transition, channelIds: known, isTold: known.length > 0 || isInDigest };
    }
    const found = router.destinations(outcome.check, transition.severity);
    const channelIds = [...new Set([...known, ...found.channelIds])].sort();
    toldChannels = channelIds;
    digestRoutes = found.digestRouteIds;
    unrouted = router.leadsNowhere(channelIds, found);
    const isTold = channelIds.length + found.digestRouteIds.length > 0;
    if (!unrouted) return { ...transition, channelIds, isTold };
    const drop = { reason: 'no_route', silenceId: null } as const;
    return { ...transition, notify: false, drop, channelIds, isTold };
  });
  return { ...outcome, transitions, toldChannels, digestRoutes, unrouted };
}

interface Told {
  readonly channels: readonly string[];
  /** Its end is told of in a digest, too. */
  readonly isInDigest: boolean;
}

async function readTold(
  client: Queryable,
  alertIds: readonly string[],
): Promise<ReadonlyMap<string, Told>> {
  const { rows } = await client.query<{
    alert_id: string;
    told_channels: readonly string[];
    digest_routes: readonly string[];
  }>('SELECT alert_id, told_channels, digest_routes FROM alerts WHERE alert_id = ANY($1)', [
    alertIds,
  ]);
  return new Map(
    rows.map((row) => [
      row.alert_id,
      { channels: row.told_channels, isInDigest: row.digest_routes.length > 0 },
    ]),
  );
}
