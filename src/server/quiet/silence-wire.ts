import { cronCalendar } from '../../adapters/silence/cron-calendar.ts';
import type { SilenceBody, SilencedAlertBody } from '../../contract/silence.ts';
import type { LabelledAlert } from '../../monitoring/ports.ts';
import { formatMatcher } from '../../monitoring/silence/matcher.ts';
import type { Silence } from '../../monitoring/silence/silence.ts';
import {
  inForceUntilMs,
  nextInForceMs,
  silenceState,
} from '../../monitoring/silence/silence-state.ts';

const MINUTE_MS = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

export function describeSilence(silence: Silence, nowMs: number): SilenceBody {
  const { repeat } = silence;
  const untilMs = inForceUntilMs(silence, nowMs, cronCalendar);
  const nextMs = untilMs === null ? nextInForceMs(silence, nowMs, cronCalendar) : null;
  return {
    silenceId: silence.silenceId,
    matchers: silence.matchers.map(formatMatcher),
    state: silenceState(silence, nowMs, cronCalendar),
    startsAt: iso(silence.startMs),
    endsAt: iso(silence.endMs),
    repeat:
      repeat === null
        ? null
        : {
            cron: repeat.cron,
            durationMinutes: repeat.durationMs / MINUTE_MS,
            timeZone: repeat.timeZone,
          },
    inForceUntil: isoOrNull(untilMs),
    nextInForce: isoOrNull(nextMs),
    author: silence.author,
    comment: silence.comment,
    createdAt: iso(silence.createdAtMs),
    replaces: silence.replaces,
  };
}

export const describeSilenced = (alert: LabelledAlert): SilencedAlertBody => ({
  alertId: alert.alertId,
  open: alert.open,
  openedWindow: iso(alert.openedWindowMs),
  explanation: alert.explanation,
  labels: alert.labels,
});
