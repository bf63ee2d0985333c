import type { ChannelBody } from '../../contract/channel.ts';
import type { DigestBody, RouteBody } from '../../contract/route.ts';
import { formatInstant } from './time.ts';

export const SEVERITY_CHOICES = [
  ['warning', 'warning and critical'],
  ['critical', 'critical only'],
] as const;

/** What a route takes, in words. */
export function describeTaken({ matchers, minSeverity }: RouteBody): string {
  const severity = minSeverity === 'critical' ? 'critical alerts' : 'alerts';
  return matchers.length === 0 ? `all ${severity}` : `${severity} with`;
}

export function nameChannels(
  ids: readonly string[],
  channels: readonly ChannelBody[] | undefined,
): string {
  return ids
    .map((id) => {
      const channel = channels?.find((one) => one.channelId === id);
      if (channel === undefined) return id;
      return channel.enabled ? channel.name : `${channel.name} (switched off)`;
    })
    .join(', ');
}

/** Whether nobody would be told by it. */
export const leadsNowhere = (
  ids: readonly string[],
  channels: readonly ChannelBody[] | undefined,
): boolean =>
  channels !== undefined && !channels.some((one) => one.enabled && ids.includes(one.channelId));

/** "as a digest, next 28 Nov 09:00; critical at once". */
export function describeDigest({ next, critical }: DigestBody, timeZone: string): string {
  const when = next === null ? '' : `, next ${formatInstant(Date.parse(next), timeZone)}`;
  return `as a digest${when}${critical === 'immediately' ? '; critical at once' : ''}`;
}
