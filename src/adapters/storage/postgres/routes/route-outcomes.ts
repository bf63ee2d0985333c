import type { Destinations } from '../../../../monitoring/route/choose-destinations.ts';
import type { ChangeOrigin } from '../alerts/alert-outcome.ts';
import type { HeldOutcome, HeldTransition } from '../silences/mute-outcomes.ts';
import type { Queryable } from '../transaction.ts';
import { openRouter } from './open-router.ts';

export interface RoutedTransition extends HeldTransition {
  readonly channelIds: readonly string[];
}

export interface RoutedOutcome extends Omit<HeldOutcome, 'transitions'> {
  readonly transitions: readonly RoutedTransition[];
  /** Channels that know of the alert and not of its end; null leaves them as they are. */
  readonly toldChannels: readonly string[] | null;
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
    return outcomes.map((outcome) => route(outcome, [], () => NOWHERE));
  }
  const router = await openRouter(client, origin);
  const told = await readTold(
    client,
    telling.map((one) => one.alertId),
  );
  return outcomes.map((outcome) => {
    const known = router.stillOpen(told.get(outcome.alertId) ?? []);
    return route(outcome, known, (severity) => router.destinations(outcome.check, severity));
  });
}

const NOWHERE: Destinations = { channelIds: [], inDigest: false };

function route(
  outcome: HeldOutcome,
  known: readonly string[],
  destinationsAt: (severity: string) => Destinations,
): RoutedOutcome {
  let toldChannels: readonly string[] | null = null;
  let unrouted: boolean | null = null;
  const transitions = outcome.transitions.map((transition): RoutedTransition => {
    if (!transition.notify) return { ...transition, channelIds: [] };
    if (transition.kind !== 'opened' && transition.kind !== 'escalated') {
      const isOver = transition.kind === 'resolved' || transition.severity === 'info';
      toldChannels = isOver ? [] : known;
      unrouted = false;
      return { ...transition, channelIds: known };
    }
    const { channelIds: found, inDigest } = destinationsAt(transition.severity);
    const channelIds = [...new Set([...known, ...found])].sort();
    toldChannels = channelIds;
    unrouted = channelIds.length === 0 && !inDigest;
    if (!unrouted) return { ...transition, channelIds };
    const drop = { reason: 'no_route', silenceId: null } as const;
    return { ...transition, notify: false, drop, channelIds };
  });
  return { ...outcome, transitions, toldChannels, unrouted };
}

async function readTold(
  client: Queryable,
  alertIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ alert_id: string; told_channels: readonly string[] }>(
    'SELECT alert_id, told_channels FROM alerts WHERE alert_id = ANY($1)',
    [alertIds],
  );
  return new Map(rows.map((row) => [row.alert_id, row.told_channels]));
}
