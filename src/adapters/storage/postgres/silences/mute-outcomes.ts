import type { Transition } from '../../../../monitoring/alert/decide-transitions.ts';
import { type Drop, decideDelivery } from '../../../../monitoring/silence/decide-delivery.ts';
import type { Mute } from '../../../../monitoring/silence/silence.ts';
import { mutesInForce, mutesOf } from '../../../../monitoring/silence/silence-state.ts';
import { cronCalendar } from '../../../silence/cron-calendar.ts';
import { re2Patterns } from '../../../silence/re2-patterns.ts';
import type { AlertOutcome, ChangeOrigin } from '../alerts/alert-outcome.ts';
import type { Queryable } from '../transaction.ts';
import { readLabeller } from './labels.ts';
import { begunSilences } from './silence-rows.ts';

export interface HeldTransition extends Transition {
  /** Why nobody is told, where people should have been. */
  readonly drop: Drop | null;
}

export interface HeldOutcome extends Omit<AlertOutcome, 'transitions'> {
  readonly transitions: readonly HeldTransition[];
  /** Silences that the alert is marked with; null leaves them as they are. */
  readonly silencedBy: readonly string[] | null;
}

/** Keeps back what silences and acknowledgements keep back. Silences hold by the server's clock:
 *  what they are about is messages, not windows. */
export async function muteOutcomes(
  client: Queryable,
  origin: ChangeOrigin,
  outcomes: readonly AlertOutcome[],
): Promise<HeldOutcome[]> {
  const { projectId, monitorId, occurredAtMs } = origin;
  const due = outcomes.some(({ transitions }) => transitions.some((one) => one.notify));
  const begun = due ? await begunSilences(client, projectId, occurredAtMs) : [];
  const mutes = mutesInForce(begun, occurredAtMs, cronCalendar);
  const labelsOf = mutes.length === 0 ? null : await readLabeller(client, monitorId);
  return outcomes.map((outcome) =>
    hold(outcome, (severity) =>
      labelsOf === null ? [] : mutesOf(mutes, labelsOf(outcome.check, severity), re2Patterns),
    ),
  );
}

function hold(
  outcome: AlertOutcome,
  mutesAt: (severity: Transition['severity']) => readonly Mute[],
): HeldOutcome {
  let silencedBy: readonly string[] | null = null;
  const transitions = outcome.transitions.map((transition): HeldTransition => {
    if (!transition.notify) return { ...transition, drop: null };
    const mutes = mutesAt(transition.severity);
    const drop = decideDelivery(transition, outcome.before, mutes[0] ?? null);
    // Who is told now is not reminded of it when a silence ends.
    if (drop === null) silencedBy = [];
    else if (drop.silenceId !== null) silencedBy = mutes.map(({ silence }) => silence.silenceId);
    return { ...transition, notify: drop === null, drop };
  });
  return { ...outcome, transitions, silencedBy };
}
