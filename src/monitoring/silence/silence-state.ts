import { matchLabels } from './match-labels.ts';
import type { Labels, Patterns } from './matcher.ts';
import type { Calendar, Mute, Silence, SilenceState } from './silence.ts';

/** Until when a silence is in force, where it is in force now. */
export function inForceUntilMs(
  silence: Pick<Silence, 'startMs' | 'endMs' | 'repeat'>,
  nowMs: number,
  calendar: Calendar,
): number | null {
  const { startMs, endMs, repeat } = silence;
  if (nowMs < startMs || nowMs >= endMs) return null;
  if (repeat === null) return endMs;
  // The last occurrence that can still be under way began after this moment.
  const begunMs = calendar.nextStartMs(repeat, nowMs - repeat.durationMs);
  if (begunMs === null || begunMs > nowMs) return null;
  return Math.min(begunMs + repeat.durationMs, endMs);
}

export function silenceState(
  silence: Pick<Silence, 'startMs' | 'endMs' | 'repeat'>,
  nowMs: number,
  calendar: Calendar,
): SilenceState {
  if (nowMs >= silence.endMs) return 'expired';
  return inForceUntilMs(silence, nowMs, calendar) === null ? 'pending' : 'active';
}

/** When it is next in force, where it is not now and will be. */
export function nextInForceMs(
  silence: Pick<Silence, 'startMs' | 'endMs' | 'repeat'>,
  nowMs: number,
  calendar: Calendar,
): number | null {
  const { startMs, endMs, repeat } = silence;
  const fromMs = Math.max(nowMs, startMs);
  if (repeat === null) return startMs > nowMs ? startMs : null;
  if (startMs > nowMs && inForceUntilMs(silence, startMs, calendar) !== null) return startMs;
  const nextMs = calendar.nextStartMs(repeat, fromMs);
  return nextMs === null || nextMs >= endMs ? null : nextMs;
}

/** Those that are in force, the one that lasts longest first. */
export function mutesInForce(
  silences: readonly Silence[],
  nowMs: number,
  calendar: Calendar,
): Mute[] {
  return silences
    .flatMap((silence): Mute[] => {
      const untilMs = inForceUntilMs(silence, nowMs, calendar);
      const reason = silence.repeat === null ? 'silenced' : 'maintenance';
      return untilMs === null ? [] : [{ silence, reason, untilMs }];
    })
    .sort((a, b) => b.untilMs - a.untilMs);
}

export const mutesOf = (
  mutes: readonly Mute[],
  labels: Labels,
  patterns: Patterns,
): readonly Mute[] =>
  mutes.filter(({ silence }) => matchLabels(silence.matchers, labels, patterns));
