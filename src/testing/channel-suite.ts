import { beforeEach, expect, it } from 'vitest';
import type { Channel, ChannelSender } from '../monitoring/notification/notification.ts';
import { HOSTILE, messageAbout, messageOf, notificationOf, stormOf } from './channel-messages.ts';

export type Behaviour = 'accepts' | 'is busy' | 'fails' | 'refuses' | 'hangs';

export interface ChannelRig {
  readonly channel: Channel;
  /** The same where nobody listens. */
  readonly nowhere: Channel;
  readonly sender: ChannelSender;
  behave(how: Behaviour): void;
  /** How many messages were taken. */
  readonly taken: () => number;
  /** What `is busy` asks for; null where the protocol cannot say it. */
  readonly retryAfterMs: number | null;
  readonly statuses: Readonly<Record<'accepts' | 'is busy' | 'fails' | 'refuses', number>>;
  readonly secrets: readonly string[];
}

/** What every kind of channel does, whoever is at the other end. */
export function channelSuite(rig: () => ChannelRig): void {
  beforeEach(() => rig().behave('accepts'));

  const send = (body: object = messageAbout('alert.opened'), to = rig().channel) =>
    rig().sender.send(to, notificationOf(body), Date.now());

  it('says that a message was taken, with the answer', async () => {
    const before = rig().taken();
    expect(await send()).toMatchObject({
      outcome: 'delivered',
      status: rig().statuses.accepts,
      response: expect.any(String),
    });
    expect(rig().taken()).toBe(before + 1);
  });

  it.each([
    ['is busy', 'retry'],
    ['fails', 'retry'],
    ['refuses', 'rejected'],
  ] as const)('where the receiver %s: %s', async (how, outcome) => {
    rig().behave(how);
    const delivery = await send();
    expect(delivery).toMatchObject({ outcome, status: rig().statuses[how] });
    if (delivery.outcome === 'delivered') throw new Error(delivery.outcome);
    expect(delivery.reason).not.toBe('');
    if (how !== 'is busy') return;
    expect(delivery).toMatchObject({ afterMs: rig().retryAfterMs });
  });

  it('does not wait for ever for a receiver that hangs', { timeout: 10_000 }, async () => {
    rig().behave('hangs');
    const begun = performance.now();
    const delivery = await send();
    expect(delivery).toMatchObject({ outcome: 'retry', afterMs: null });
    expect(performance.now() - begun).toBeLessThan(8_000);
  });

  it('tries again where nobody listens', async () => {
    expect(await send(undefined, rig().nowhere)).toMatchObject({ outcome: 'retry' });
  });

  it('says no secret of its own', async () => {
    for (const how of ['fails', 'refuses'] as const) {
      rig().behave(how);
      const said = JSON.stringify(await send());
      for (const secret of rig().secrets) expect(said).not.toContain(secret);
    }
  });

  it.each([
    ['a test', { type: 'channel.test', data: { sentence: 'This is a test.' } }],
    ['what is over', messageAbout('alert.resolved')],
    ['what was closed, without a value', messageAbout('alert.resolved', { value: null, n: null })],
    ['a storm', stormOf(400)],
    ['hostile text', messageOf(HOSTILE)],
    ['hostile text of a storm', stormOf(400, messageOf(HOSTILE))],
    ['overlong text', messageOf('x&<'.repeat(20_000))],
    ['an overlong storm', stormOf(5_000, messageOf('🚀&'.repeat(2_000)))],
  ])('takes %s', async (_, body) => {
    expect(await send(body)).toMatchObject({ outcome: 'delivered' });
  });
}
