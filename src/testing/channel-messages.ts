import type { AlertMessage } from '../monitoring/notification/alert-message.ts';
import { type GroupedAlert, groupMessages } from '../monitoring/notification/group-messages.ts';
import type { Notification } from '../monitoring/notification/notification.ts';

/** Everything that means something to Slack, to HTML or to a mail header. */
export const HOSTILE =
  '<!channel> @here <@U012> <https://evil.example|click> &amp; *b* _i_ ~s~ `c` :bomb:\r\nBcc: x@evil.example' +
  '\r\n\r\n<script>alert(1)</script> "quoted" \u202egnp.exe \u0000\u0007 \ud83d \ud83d\ude80';

type Data = AlertMessage['data'];

/** A message about one alert, as the outbox holds it. */
export function messageAbout(
  type: AlertMessage['type'],
  change: Partial<Data> = {},
): { readonly type: AlertMessage['type']; readonly timestamp: string; readonly data: Data } {
  return {
    type,
    timestamp: '2030-01-02T00:05:00.000Z',
    data: {
      alertId: 'alt_1',
      model: 'fraud',
      version: 'v7',
      monitor: { id: 'mon_1', name: 'inputs, daily' },
      check: 'population_stability_index(amount)',
      metric: 'population_stability_index',
      column: 'amount',
      segment: 'country=DE',
      severity: 'critical',
      priority: 'normal',
      urgentWith: [],
      reason: 'above_critical',
      value: 0.4123,
      bound: 0.25,
      n: 12_345,
      m: 50_000,
      window: { start: '2030-01-01T00:00:00.000Z', end: '2030-01-02T00:00:00.000Z' },
      since: '2030-01-01T00:00:00.000Z',
      baselineId: 'bsl_1',
      sentence: 'Population stability index of amount for country=DE was 0.412 on 1 Jan.',
      diagnosis: null,
      link: 'https://leeway.example/alerts/alt_1',
      ...change,
    },
  };
}

/** The same with every text that a stranger could have written. */
export function messageOf(text: string, type: AlertMessage['type'] = 'alert.opened') {
  const diagnosis = { sentence: text, cause: { kind: 'shift', segment: text, because: text } };
  return messageAbout(type, {
    model: text,
    version: text,
    monitor: { id: 'mon_1', name: text },
    column: text,
    segment: text,
    priority: 'urgent',
    sentence: text,
    diagnosis: diagnosis as unknown as Data['diagnosis'],
    link: `https://leeway.example/alerts/${encodeURIComponent(
      text
        .replace(/\p{Cs}/gu, '')
        .slice(0, 50)
        .replace(/\p{Cs}/gu, ''),
    )}`,
  });
}

export function stormOf(count: number, message = messageAbout('alert.opened')) {
  const messages = Array.from({ length: count }, (_, i) => ({
    ...message,
    data: { ...message.data, alertId: `alt_${i}` },
  }));
  const group = groupMessages(messages as unknown as GroupedAlert[]);
  if (group === null) throw new Error('a group of none');
  return group;
}

export const notificationOf = (body: object, change: Partial<Notification> = {}): Notification => ({
  notificationId: 'ntf_1',
  projectId: 'default',
  channelId: 'chn_1',
  dedupKey: 'alt_1',
  idempotencyKey: 'alt_1:1:1:opened',
  body: body as Readonly<Record<string, unknown>>,
  attempts: 1,
  alertIds: ['alt_1'],
  threads: [],
  ...change,
});
