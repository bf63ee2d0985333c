import type { Transition } from '../alert/decide-transitions.ts';
import type { StoredAlert } from '../alert/match-episodes.ts';
import type { DropReason, Mute } from './silence.ts';

/** Why nobody is told of something that people should hear of. */
export interface Drop {
  readonly reason: DropReason;
  readonly silenceId: string | null;
}

type Told = Pick<StoredAlert, 'told' | 'acknowledgedAtMs'>;

/** Whether a message that is due is kept back, and for what reason.
 *  - A silence keeps back what calls people: that an alert opened, or got worse.
 *  - It lets pass what sends them home. Only who was told of an alert hears of its end, and to
 *    keep that back would leave incidents open elsewhere that nothing closes any more.
 *  - Who acknowledged an alert before anybody was told of it needs no call. That it got worse is
 *    news to them all the same. */
export function decideDelivery(
  transition: Pick<Transition, 'kind' | 'notify'>,
  alert: Told | null,
  mute: Mute | null,
): Drop | null {
  if (!transition.notify) return null;
  if (transition.kind !== 'opened' && transition.kind !== 'escalated') return null;
  if (mute !== null) return { reason: mute.reason, silenceId: mute.silence.silenceId };
  const known = alert !== null && alert.acknowledgedAtMs !== null && alert.told === 'nothing';
  return known ? { reason: 'acknowledged', silenceId: null } : null;
}

/** What happens once the last silence of an open alert is over: people are told that it goes on,
 *  once, whether or not they had heard of it before the silence. `info` and history tell nobody,
 *  silenced or not. */
export function decideReminder(
  alert: Pick<StoredAlert, 'state' | 'severity' | 'historical' | 'acknowledgedAtMs'>,
  leadsNowhere = false,
): 'tell' | 'nothing' | Drop {
  if (alert.state === 'resolved' || alert.severity === 'info' || alert.historical) return 'nothing';
  if (alert.acknowledgedAtMs !== null) return { reason: 'acknowledged', silenceId: null };
  return leadsNowhere ? { reason: 'no_route', silenceId: null } : 'tell';
}
