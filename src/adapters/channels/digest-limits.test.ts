import { expect, it } from 'vitest';
import { composeDigest } from '../../monitoring/digest/compose-digest.ts';
import type { DigestAlert } from '../../monitoring/digest/digest-message.ts';
import { emailMessage } from './email/email-message.ts';
import { viewMessage } from './message-view.ts';
import { slackMessage } from './slack/slack-message.ts';

/** Every character of it takes five in Slack's way of writing. */
const HOSTILE = '&'.repeat(2_000);

function overfull() {
  const alerts = Array.from(
    { length: 400 },
    (_, i): DigestAlert => ({
      alertId: `alt_${i}`,
      model: `${HOSTILE}<!channel>${i % 20}`,
      segment: '',
      severity: i % 3 === 0 ? 'critical' : 'warning',
      state: i % 5 === 0 ? 'resolved' : 'firing',
      isNew: i % 2 === 0,
      sentence: `<b>${HOSTILE}\r\nBcc: eve@example.com`,
      openedWindowMs: i,
    }),
  );
  const body = composeDigest({
    route: { routeId: 'rte_1', name: HOSTILE },
    timeZone: 'UTC',
    sinceMs: 0,
    slotMs: 86_400_000,
    alerts,
    silenced: 7,
    publicUrl: 'https://leeway.example',
  });
  if (body === null) throw new Error('there is much to say');
  return viewMessage(body as unknown as Record<string, unknown>);
}

interface Text {
  readonly text?: string;
}

it('a digest of everything stays within what Slack accepts', () => {
  const message = slackMessage(overfull(), null);
  const blocks = message.attachments[0]?.blocks ?? [];
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(blocks.length).toBeGreaterThan(16);
  for (const block of blocks) {
    expect(((block['text'] ?? {}) as Text).text?.length ?? 0).toBeLessThanOrEqual(3_000);
  }
  expect(JSON.stringify(message).length).toBeLessThan(20_000);
  const texts: string[] = [];
  JSON.stringify(message, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  expect(texts.join('').length).toBeLessThan(13_200);
  expect(texts.join('')).not.toContain('<!channel>');
});

it('a digest by e-mail has no markup and no header of a stranger', () => {
  const notification = {
    notificationId: 'ntf_1',
    projectId: 'default',
    channelId: 'chn_1',
    dedupKey: 'rte_1:0',
    idempotencyKey: 'rte_1:0',
    body: {},
    attempts: 1,
    alertIds: [],
    threads: [],
  };
  const config = { from: 'leeway@example.com', runbookUrl: null };
  const mail = emailMessage(notification, overfull(), config);
  expect(mail.subject.length).toBeLessThanOrEqual(200);
  expect(mail.text).not.toMatch(/^Bcc:/m);
  expect(mail.html).not.toContain('<b>&amp;');
  expect(mail.html.match(/<h2/g)).toHaveLength(8);
});
