import type { Delivery } from '../../monitoring/notification/notification.ts';

/** What an answer means. Gone, and every refusal but "slow down" and "too late", is for good: the
 *  same message would be refused again. */
export function judgeResponse(
  status: number,
  retryAfter: string | null,
  nowMs: number,
  response = '',
): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status, response };
  const reason = `status ${status}`;
  const answer = { reason, status, response };
  if (status === 408 || status === 429 || status >= 500) {
    return { outcome: 'retry', ...answer, afterMs: parseRetryAfter(retryAfter, nowMs) };
  }
  if (status >= 400) return { outcome: 'rejected', ...answer };
  // A redirect is not followed: it could lead a signed message anywhere. It may be repaired.
  return { outcome: 'retry', ...answer, afterMs: null };
}

/** Seconds, or an HTTP date. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
