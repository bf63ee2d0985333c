import { cronCalendar } from '../../adapters/silence/cron-calendar.ts';
import { composeAllQuiet, composeDigest } from '../../monitoring/digest/compose-digest.ts';
import type { DigestFacts, DigestMessage } from '../../monitoring/digest/digest-message.ts';
import { latestSlotMs } from '../../monitoring/digest/latest-slot.ts';
import type { DigestRoute, DigestStore } from '../../monitoring/ports.ts';

export interface DigestDeps {
  readonly digests: DigestStore;
  readonly publicUrl: string | null;
  readonly now: () => number;
}

/** Evaluations that began before a slot may still be writing for a moment. */
const SETTLE_MS = 5_000;
/** An hour less than a week: the clocks may have been changed in between. */
const QUIET_MS = 167 * 3_600_000;

/** Writes the digests that are due into the outbox. Several servers may do so at once. One that
 *  fails, such as in a time zone that this machine does not know, keeps no other one back. */
export async function sendDigests(deps: DigestDeps, signal?: AbortSignal): Promise<void> {
  const failures: unknown[] = [];
  for (const due of await deps.digests.list()) {
    if (signal?.aborted === true) break;
    try {
      await sendDigest(deps, due);
    } catch (error) {
      const { routeId } = due.route;
      failures.push(new Error(`the digest of route ${routeId} failed`, { cause: error }));
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} digests failed`);
}

async function sendDigest(
  { digests, publicUrl, now }: DigestDeps,
  due: DigestRoute,
): Promise<void> {
  const nowMs = now();
  const { delivery } = due.route;
  const slotMs = latestSlotMs(delivery, due.digestedUntilMs, nowMs - SETTLE_MS, cronCalendar);
  if (slotMs === null) return;
  await digests.settle(due, slotMs, nowMs, (facts) => compose(due, { ...facts, publicUrl }));
}

function compose({ route, toldAtMs }: DigestRoute, facts: DigestFacts): DigestMessage | null {
  const digest = composeDigest(facts);
  if (digest !== null || route.delivery.whenQuiet === 'nothing') return digest;
  if (facts.slotMs - toldAtMs < QUIET_MS) return null;
  return composeAllQuiet({ ...facts, sinceMs: toldAtMs });
}
