const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 6 * 3_600_000;
const GROWTH = 3;
const MAXIMUM_ATTEMPTS = 25;
const MAXIMUM_AGE_MS = 4 * 86_400_000;

/** When a message that could not be delivered is tried again; null where it is given up. Delays
 *  grow threefold to 6 hours and are drawn from their upper half, so that messages held up
 *  together do not come back together. What the receiver asks for is a minimum. */
export function nextAttemptMs(attempt: {
  /** Including the one that just failed. */
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly nowMs: number;
  readonly retryAfterMs: number | null;
  /** Uniform on [0, 1). */
  readonly random: number;
}): number | null {
  const { attempts, createdAtMs, nowMs, retryAfterMs, random } = attempt;
  if (attempts >= MAXIMUM_ATTEMPTS || nowMs - createdAtMs >= MAXIMUM_AGE_MS) return null;
  const delayMs = Math.min(FIRST_DELAY_MS * GROWTH ** (attempts - 1), LONGEST_DELAY_MS);
  const jittered = delayMs * (0.5 + random / 2);
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_DELAY_MS);
  return nowMs + Math.max(jittered, asked);
}
