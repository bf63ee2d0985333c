import { cronCalendar, faultOfCron } from '../../adapters/silence/cron-calendar.ts';
import type {
  DigestBody,
  DigestDraftBody,
  RouteBody,
  RouteDraftBody,
} from '../../contract/route.ts';
import type { RouteDraft } from '../../monitoring/ports.ts';
import type { DigestDelivery, Route } from '../../monitoring/route/route.ts';
import { formatMatcher } from '../../monitoring/silence/matcher.ts';
import { isTimeZone } from '../../monitoring/window/zone-offset.ts';
import { ApiError } from '../http/api-error.ts';
import { parseMatchers } from '../quiet/read-silence-draft.ts';

/** Reads what is asked for, or says what is wrong with it. */
export function readRouteDraft(
  body: RouteDraftBody,
  known: ReadonlySet<string>,
  nowMs: number,
): RouteDraft {
  const { name, matchers = [], minSeverity = 'warning', channels, enabled = true } = body;
  const { digest = null } = body;
  requireChannels(channels, known);
  return {
    name,
    matchers: parseMatchers(matchers),
    minSeverity,
    channelIds: channels,
    delivery: digest === null ? { kind: 'immediately' } : readDigest(digest, nowMs),
    enabled,
  };
}

function readDigest(digest: DigestDraftBody, nowMs: number): DigestDelivery {
  const { timeZone = 'UTC', critical = 'immediately', whenQuiet = 'nothing' } = digest;
  if (!isTimeZone(timeZone)) {
    throw new ApiError('unknown_time_zone', { where: 'body/digest/timeZone' });
  }
  const cron = digest.cron.trim();
  const fault = faultOfCron(cron, timeZone, nowMs);
  if (fault !== null) {
    throw new ApiError('invalid_route', { where: 'body/digest/cron', detail: fault });
  }
  return { kind: 'digest', cron, timeZone, critical, whenQuiet };
}

/** A message to a channel that is not there would be lost without a word. */
export function requireChannels(channelIds: readonly string[], known: ReadonlySet<string>): void {
  const at = channelIds.findIndex((id) => !known.has(id));
  if (at === -1) return;
  throw new ApiError('invalid_route', {
    where: `body/channels/${at}`,
    detail: `The project has no channel ${channelIds[at]}.`,
  });
}

export const describeRoute = (route: Route, nowMs: number): RouteBody => ({
  routeId: route.routeId,
  name: route.name,
  matchers: route.matchers.map(formatMatcher),
  minSeverity: route.minSeverity,
  channels: route.channelIds,
  digest: describeDigest(route, nowMs),
  enabled: route.enabled,
});

function describeDigest({ delivery, enabled }: Route, nowMs: number): DigestBody | null {
  if (delivery.kind !== 'digest') return null;
  const { cron, timeZone, critical, whenQuiet } = delivery;
  const nextMs = enabled ? cronCalendar.nextStartMs(delivery, nowMs) : null;
  const next = nextMs === null ? null : new Date(nextMs).toISOString();
  return { cron, timeZone, critical, whenQuiet, next };
}
