import type { Delivery } from '../../../monitoring/notification/notification.ts';
import { excerptOf } from '../read-answer.ts';

interface SmtpError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly message: string;
}

/** What a failure means: SMTP's own rule is that 4xx passes and 5xx does not. Without an answer,
 *  the server could not be reached or not be trusted, which may be repaired. */
export function judgeSmtpError(error: unknown): Delivery {
  if (!(error instanceof Error)) {
    return { outcome: 'retry', reason: String(error), afterMs: null };
  }
  const { responseCode, response, code, message }: SmtpError = error;
  const reason = excerptOf(message);
  const answer = typeof response === 'string' ? { response: excerptOf(response) } : {};
  if (typeof responseCode === 'number') {
    const said = { reason, status: responseCode, ...answer };
    return responseCode >= 500
      ? { outcome: 'rejected', ...said }
      : { outcome: 'retry', ...said, afterMs: null };
  }
  // Found before anything was sent: addresses or a message that no server would take.
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { outcome: 'rejected', reason };
  return { outcome: 'retry', reason, afterMs: null };
}
