import type {
  Channel,
  ChannelSender,
  Delivery,
  Notification,
  SlackConfig,
} from '../../../monitoring/notification/notification.ts';
import { findRoot } from '../find-root.ts';
import { judgeResponse } from '../judge-response.ts';
import { type MessageView, viewMessage } from '../message-view.ts';
import { describeFailure, excerptOf, readAnswer } from '../read-answer.ts';
import { judgeSlackApi, readSlackAnswer } from './judge-slack.ts';
import { slackMessage } from './slack-message.ts';

export interface SlackOptions {
  /** For all calls of one message together. */
  readonly timeoutMs: number;
}

type BotConfig = Extract<SlackConfig, { readonly token: string }>;

interface Call {
  readonly url: string;
  readonly token: string | null;
  readonly body: object;
  readonly signal: AbortSignal;
}

const DEFAULTS: SlackOptions = { timeoutMs: 15_000 };

/** Refusals of an answer that only say that the first message is gone. */
const ROOT_IS_GONE =
  /^(message_not_found|thread_not_found|cannot_reply_to_message|invalid_thread_ts)\b/;

/** By a bot's token: the first message of an alert is posted, what follows is answered in its
 *  thread, and the message itself is edited when the alert is over. By an incoming webhook, which
 *  does not say what it wrote: one message after the other. */
export function createSlackSender(options: Partial<SlackOptions> = {}): ChannelSender {
  const { timeoutMs } = { ...DEFAULTS, ...options };
  return {
    async send(channel: Channel, notification, nowMs): Promise<Delivery> {
      if (channel.kind !== 'slack') throw new Error(`a ${channel.kind} is not Slack`);
      const { config } = channel;
      const view = viewMessage(notification.body);
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        return 'webhookUrl' in config
          ? await postToHook(config, view, signal, nowMs)
          : await sendAsBot(config, notification, view, signal, nowMs);
      } catch (error) {
        return { outcome: 'retry', reason: describeFailure(error, timeoutMs), afterMs: null };
      }
    },
  };
}

async function postToHook(
  config: Extract<SlackConfig, { readonly webhookUrl: string }>,
  view: MessageView,
  signal: AbortSignal,
  nowMs: number,
): Promise<Delivery> {
  const body = slackMessage(view, config.runbookUrl);
  const answer = await post({ url: config.webhookUrl, token: null, body, signal });
  return judgeResponse(answer.status, answer.retryAfter, nowMs, excerptOf(answer.text));
}

/** The edit comes first: it may be repeated without harm, a post may not. */
async function sendAsBot(
  config: BotConfig,
  notification: Notification,
  view: MessageView,
  signal: AbortSignal,
  nowMs: number,
): Promise<Delivery> {
  const message = slackMessage(view, config.runbookUrl);
  const { alertIds } = notification;
  const root = rootOf(notification);
  const call = async (method: string, body: object) => {
    const url = `${config.apiUrl.replace(/\/+$/, '')}/${method}`;
    const answer = await post({ url, token: config.token, body, signal });
    const delivery = judgeSlackApi(answer.status, answer.retryAfter, nowMs, answer.text);
    return { delivery, answer: readSlackAnswer(answer.text) };
  };

  if (root !== null && view.isOver && root.open === 0) {
    const { channel, ts } = root;
    const closing = slackMessage(closingOf(view, root, alertIds.length), config.runbookUrl);
    const { delivery } = await call('chat.update', { channel, ts, ...closing });
    if (delivery.outcome === 'retry') return delivery;
    // A refused edit is no reason to keep the news back.
  }

  const fresh = {
    channel: root?.channel ?? config.channel,
    ...message,
    unfurl_links: false,
    unfurl_media: false,
    // So that a receiver can tell a message that it has seen: Slack itself does not.
    metadata: {
      event_type: 'leeway_notification',
      event_payload: { idempotency_key: notification.idempotencyKey },
    },
  };
  const threaded =
    root === null ? fresh : { ...fresh, thread_ts: root.ts, reply_broadcast: view.getsWorse };
  const { delivery, answer } = await call('chat.postMessage', threaded);
  if (root !== null) {
    const isGone = delivery.outcome === 'rejected' && ROOT_IS_GONE.test(delivery.reason);
    if (!isGone) return delivery;
    return (await call('chat.postMessage', { ...fresh, channel: config.channel })).delivery;
  }
  if (delivery.outcome !== 'delivered' || answer?.ts == null) return delivery;
  const receipt = { ts: answer.ts, channel: answer.channel ?? config.channel };
  return alertIds.length === 0 ? delivery : { ...delivery, receipt };
}

function rootOf(notification: Notification) {
  const thread = findRoot(notification);
  const { ts, channel } = thread?.receipt ?? {};
  if (thread === null || ts === undefined || channel === undefined) return null;
  return { ts, channel, alerts: thread.alerts, open: thread.open };
}

/** What a message that told of many says when the last of them is over. */
const closingOf = (view: MessageView, root: { alerts: number }, alerts: number): MessageView =>
  root.alerts === alerts
    ? view
    : { ...view, finding: `All ${root.alerts} alerts are over. The last: ${view.finding}` };

async function post({ url, token, body, signal }: Call) {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    signal,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    text: await readAnswer(response),
  };
}
