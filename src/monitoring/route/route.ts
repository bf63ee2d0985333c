import type { Severity } from '../alert/alert.ts';
import type { Matcher } from '../silence/matcher.ts';

/** Which alerts go to which channels. */
export interface Route {
  readonly routeId: string;
  readonly projectId: string;
  readonly name: string;
  /** All have to hold; none holds of everything. */
  readonly matchers: readonly Matcher[];
  /** The mildest severity that goes this way. */
  readonly minSeverity: Severity;
  readonly channelIds: readonly string[];
  readonly delivery: RouteDelivery;
  readonly enabled: boolean;
}

export type RouteDelivery = { readonly kind: 'immediately' } | DigestDelivery;

/** One message for everything since the last one. */
export interface DigestDelivery {
  readonly kind: 'digest';
  /** Five fields, read in the time zone. */
  readonly cron: string;
  readonly timeZone: string;
  /** What is critical need not wait: then it is no part of the digest either. */
  readonly critical: 'immediately' | 'digest';
  /** What is sent where there is nothing to say: nothing, or a line a week. */
  readonly whenQuiet: 'nothing' | 'weekly';
}

/** Where alerts go that no route takes: to these channels, or to all. */
export type DefaultChannels = readonly string[] | 'all';

/** All that decides where an alert goes. */
export interface RoutingPlan {
  /** Those that are switched on. */
  readonly routes: readonly Route[];
  readonly defaultChannels: DefaultChannels;
  /** Channels that take messages. */
  readonly openChannels: readonly string[];
  /** Whether anybody asked to be told: there is a channel, or a route, whatever its state. */
  readonly isAsked: boolean;
}
