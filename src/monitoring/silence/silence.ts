import type { Matcher } from './matcher.ts';

/** Nobody is told of the alerts that it matches while it is in force. They are evaluated and shown
 *  all the same. */
export interface Silence {
  readonly silenceId: string;
  readonly projectId: string;
  readonly matchers: readonly Matcher[];
  readonly startMs: number;
  /** There is always an end: what was silenced for good would be forgotten. */
  readonly endMs: number;
  /** A maintenance window: in force again and again, between start and end. */
  readonly repeat: Repeat | null;
  readonly author: string;
  readonly comment: string;
  readonly createdAtMs: number;
  /** The silence that this one took the place of. */
  readonly replaces: string | null;
}

/** Begins by a cron pattern in a time zone, and lasts. */
export interface Repeat {
  readonly cron: string;
  readonly durationMs: number;
  readonly timeZone: string;
}

export type SilenceState = 'pending' | 'active' | 'expired';

/** Port: when a pattern next begins, strictly after a moment; null where it never does. */
export interface Calendar {
  nextStartMs(repeat: Pick<Repeat, 'cron' | 'timeZone'>, afterMs: number): number | null;
}

export type DropReason = 'silenced' | 'maintenance' | 'acknowledged' | 'no_route';

/** A silence that is in force. */
export interface Mute {
  readonly silence: Silence;
  readonly reason: Extract<DropReason, 'silenced' | 'maintenance'>;
  readonly untilMs: number;
}
