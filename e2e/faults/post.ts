import { setTimeout as sleep } from 'node:timers/promises';

/** Where requests go right now: a restarted server has another port. */
export interface Target {
  url(): string;
}

export interface Posted {
  readonly attempts: number;
  readonly body: unknown;
}

/** Sends as a careful client does: again and again until somebody answers for it. A refusal of
 *  the request itself is a bug of the script and ends it. */
export async function postUntilAcknowledged(
  target: Target,
  path: string,
  payload: unknown,
): Promise<Posted> {
  const text = JSON.stringify(payload);
  const deadlineMs = Date.now() + 180_000;
  for (let attempts = 1; ; attempts += 1) {
    const answer = await tryPost(`${target.url()}${path}`, text);
    if (answer !== null && answer.status >= 200 && answer.status < 300) {
      return { attempts, body: answer.body };
    }
    if (answer !== null && answer.status < 500 && answer.status !== 429) {
      throw new Error(`${path} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    if (Date.now() > deadlineMs) throw new Error(`${path} was not acknowledged in 3 minutes`);
    await sleep(Math.min(1_000, 50 * attempts));
  }
}

async function tryPost(
  url: string,
  text: string,
): Promise<{ status: number; body: unknown } | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
      signal: AbortSignal.timeout(30_000),
    });
    const body: unknown = await answer.json().catch(() => null);
    return { status: answer.status, body };
  } catch {
    return null;
  }
}
