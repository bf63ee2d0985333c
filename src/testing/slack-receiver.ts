import type { ServerResponse } from 'node:http';
import { faultsOfSlackMessage } from './slack-limits.ts';
import { startReceiver } from './webhook-receiver.ts';

export interface SlackCall {
  readonly method: string;
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type SlackMood = (call: SlackCall, response: ServerResponse) => void;

export const sayJson =
  (body: object): SlackMood =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

export const refuse = (error: string): SlackMood => sayJson({ ok: false, error });

/** A server that behaves as Slack's API does as far as it is documented: messages have a `ts`, and
 *  those beyond the limits are refused. */
export async function startSlack() {
  const calls: SlackCall[] = [];
  let posted = 0;
  const accept: SlackMood = ({ method, body }, response) => {
    const [fault] = faultsOfSlackMessage(body);
    if (fault !== undefined) {
      refuse(`invalid_blocks: ${fault}`)({ method, body, token: '' }, response);
      return;
    }
    const ts =
      method === 'chat.update' ? body['ts'] : `1700000000.${String(++posted).padStart(6, '0')}`;
    sayJson({ ok: true, channel: 'C0FFEE', ts })({ method, body, token: '' }, response);
  };
  let mood: SlackMood = accept;
  const receiver = await startReceiver((response, { headers, body, path }) => {
    const call = {
      method: path.split('/').at(-1) ?? '',
      token: headers.authorization ?? '',
      body: JSON.parse(body),
    };
    calls.push(call);
    mood(call, response);
  });
  return {
    apiUrl: new URL('/api', receiver.url).href,
    hookUrl: new URL('/services/T0/B0/hook-secret', receiver.url).href,
    calls,
    accept,
    answerWith(next: SlackMood) {
      mood = next;
    },
    stop: receiver.stop,
  };
}
