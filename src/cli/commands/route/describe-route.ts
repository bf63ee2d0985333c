import type { ChannelBody } from '../../../contract/channel.ts';
import type { RouteBody, RoutePreviewBody } from '../../../contract/route.ts';

/** One line a route, its fields set apart by tabs. */
export function describeRoute(route: RouteBody, channels: readonly ChannelBody[]): string {
  const { routeId, name, enabled, minSeverity, matchers } = route;
  const what = matchers.length === 0 ? 'every alert' : matchers.join(' ');
  const to = nameOfChannels(route.channels, channels);
  const { digest } = route;
  const when = digest === null ? 'at once' : `digest ${digest.cron} ${digest.timeZone}`;
  const state = enabled ? 'on' : 'off';
  return [routeId, state, `${what}, from ${minSeverity}`, to, when, name].join('\t');
}

export function nameOfChannels(ids: readonly string[], channels: readonly ChannelBody[]): string {
  if (ids.length === 0) return 'nobody';
  return ids.map((id) => channels.find((one) => one.channelId === id)?.name ?? id).join(', ');
}

export function describeRoutePreview(preview: RoutePreviewBody): string {
  const { openCount, recentCount, alerts, modelCount, models } = preview;
  const count = (many: number, word: string) => (many === 1 ? `1 ${word}` : `${many} ${word}s`);
  const named = models.length === 0 ? '' : `: ${models.join(', ')}`;
  return [
    `It would take ${count(openCount, 'alert')} that ${openCount === 1 ? 'is' : 'are'} open, and would have taken ${count(recentCount, 'alert')} of the last 30 days that are over.`,
    `It is about ${count(modelCount, 'model')} of today${named}.`,
    ...alerts.map(({ alertId, open, labels, explanation }) => {
      const { model = '', monitor = '', severity = '' } = labels;
      return [alertId, open ? 'open' : 'over', severity, model, monitor, explanation].join('\t');
    }),
  ].join('\n');
}
