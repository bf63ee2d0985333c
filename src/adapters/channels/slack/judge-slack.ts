import type { Delivery } from '../../../monitoring/notification/notification.ts';
import { judgeResponse, parseRetryAfter } from '../judge-response.ts';
import { excerptOf } from '../read-answer.ts';

/** Errors of Slack's API that pass by themselves. All others are about the message, the channel or
 *  the token, and the same message would be refused again. */
const PASSING = new Set([
  'accesslimited',
  'fatal_error',
  'internal_error',
  'message_limit_exceeded',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'rollup_error',
  'service_unavailable',
  'team_added_to_org',
]);

/** What people have to do about the errors that they meet first. */
const ADVICE: Readonly<Record<string, string>> = {
  not_in_channel: 'invite the app to the channel: /invite @its-name',
  channel_not_found: 'name a channel that exists; a private one has to invite the app first',
  is_archived: 'the channel is archived',
  invalid_auth: 'the token is not valid',
  not_authed: 'the token is not valid',
  token_revoked: 'the token was revoked; install the app again',
  account_inactive: 'the app was removed from the workspace',
  missing_scope: 'the app needs the scope chat:write, and has to be installed again after that',
};

export interface SlackAnswer {
  readonly ok: boolean;
  readonly error: string;
  readonly ts: string | null;
  readonly channel: string | null;
}

/** The answer of a method of the API; null where it is not one. */
export function readSlackAnswer(answer: string): SlackAnswer | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('ok' in parsed)) return null;
  const { ok, error, ts, channel } = parsed as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { ok: ok === true, error: text(error) ?? 'unknown', ts: text(ts), channel: text(channel) };
}

/** What an answer of the API means: status 200 says only that it was understood. */
export function judgeSlackApi(
  status: number,
  retryAfter: string | null,
  nowMs: number,
  answer: string,
): Delivery {
  const response = excerptOf(answer);
  const judged = judgeResponse(status, retryAfter, nowMs, response);
  if (judged.outcome !== 'delivered') return judged;
  const read = readSlackAnswer(answer);
  if (read === null) {
    return { outcome: 'retry', reason: 'not an answer of Slack', afterMs: null, status, response };
  }
  if (read.ok) return judged;
  const advice = ADVICE[read.error];
  const reason = advice === undefined ? read.error : `${read.error} (${advice})`;
  if (!PASSING.has(read.error)) return { outcome: 'rejected', reason, status, response };
  return {
    outcome: 'retry',
    reason,
    afterMs: parseRetryAfter(retryAfter, nowMs),
    status,
    response,
  };
}
