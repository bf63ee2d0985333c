import type { ChannelSenders } from '../../adapters/channels/senders.ts';
import type { ChannelSender, EvaluationStore, ScheduleStore } from '../../monitoring/ports.ts';
import type { Instruments } from './instruments.ts';

/** Counts evaluations and their verdicts. */
export function observeEvaluations(
  store: EvaluationStore,
  instruments: Instruments,
): EvaluationStore {
  const { evaluations, verdicts, commitSeconds } = instruments;
  return {
    skip: (...args) => store.skip(...args),
    latest: (...args) => store.latest(...args),
    hasAny: (...args) => store.hasAny(...args),
    history: (...args) => store.history(...args),
    async commit(draft, context) {
      const { cause } = draft;
      const end = commitSeconds.startTimer();
      try {
        const outcome = await store.commit(draft, context);
        evaluations.inc({ cause, outcome: outcome.kind });
        if (outcome.kind === 'recorded') {
          for (const { verdict } of outcome.evaluation.results) verdicts.inc({ verdict });
        }
        return outcome;
      } catch (error) {
        evaluations.inc({ cause, outcome: 'failed' });
        throw error;
      } finally {
        end();
      }
    },
  };
}

/** Times turns: from the claim of a model to its release. */
export function observeSchedule(
  schedule: ScheduleStore,
  { turnSeconds }: Instruments,
): ScheduleStore {
  const began = new Map<string, (labels: { outcome: string }) => number>();
  return {
    ...schedule,
    async claim(options) {
      const claimed = await schedule.claim(options);
      if (claimed !== null) began.set(claimed.modelId, turnSeconds.startTimer());
      return claimed;
    },
    async release(modelId, owner, result) {
      began.get(modelId)?.({ outcome: result.failed ? 'failed' : 'done' });
      began.delete(modelId);
      await schedule.release(modelId, owner, result);
    },
  };
}

/** Counts attempts to deliver, by what the receiver made of them. */
export function observeSenders(senders: ChannelSenders, instruments: Instruments): ChannelSenders {
  const observed = Object.entries(senders).map(([kind, sender]: [string, ChannelSender]) => [
    kind,
    {
      ...sender,
      async send(...args: Parameters<ChannelSender['send']>) {
        const delivery = await sender.send(...args);
        instruments.deliveries.inc({ kind, outcome: delivery.outcome });
        return delivery;
      },
    },
  ]);
  return Object.fromEntries(observed) as ChannelSenders;
}
