import { cleanExcerpt } from './clean-text.ts';

/** More of an answer is never read: it tells nobody more. */
const READ_BYTES = 16_384;
const EXCERPT_LENGTH = 500;

/** The beginning of an answer as text; the rest is not waited for, and after `patienceMs` nothing
 *  more at all. */
export async function readAnswer(response: Response, patienceMs?: number): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const giveUp = () => void reader.cancel().catch(() => {});
  const timer = patienceMs === undefined ? undefined : setTimeout(giveUp, patienceMs);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    while (size < READ_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
    }
  } finally {
    clearTimeout(timer);
    await reader.cancel().catch(() => {});
  }
  return Buffer.concat(chunks).subarray(0, READ_BYTES).toString('utf8');
}

export const excerptOf = (answer: string): string => cleanExcerpt(answer, EXCERPT_LENGTH);

/** Why there was no answer. */
export function describeFailure(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}
