import { beforeEach, expect, it } from 'vitest';
import type { Channel } from '../monitoring/notification/notification.ts';
import type { Attempt, ChannelStore, OutboxStore } from '../monitoring/ports.ts';

export interface OutboxStores {
  readonly outbox: OutboxStore;
  readonly channels: ChannelStore;
  /** Writes a message behind the others of its line. */
  write(channelId: string, dedupKey: string, idempotencyKey: string): Promise<void>;
  /** Makes every lease run out. */
  expireLeases(): Promise<void>;
}

let channels = 0;
const T0 = Date.parse('2030-01-01T00:00Z');
const LEASE_MS = 60_000;
const attempt = (outcome: Attempt['outcome'], reason: string): Attempt => ({
  atMs: T0,
  durationMs: 12.5,
  outcome,
  reason,
  status: null,
  response: null,
});

/** What every outbox does. */
export function outboxStoreSuite(stores: () => OutboxStores): void {
  let channel: Channel;

  beforeEach(async () => {
    for (const other of await stores().channels.list('default')) {
      await stores().channels.remove('default', other.channelId);
    }
    channel = await newChannel();
  });

  async function newChannel(): Promise<Channel> {
    const created = await stores().channels.create('default', {
      name: `hook ${++channels}`,
      kind: 'webhook',
      config: { url: 'http://127.0.0.1:1/', secret: 'whsec_AAAA' },
      enabled: true,
    });
    if (created === 'name_taken') throw new Error(created);
    return created;
  }

  const claim = (nowMs = T0, limit = 10) => stores().outbox.claim(nowMs, limit, LEASE_MS);
  const keys = async (nowMs = T0, limit = 10) =>
    (await claim(nowMs, limit)).map((item) => item.notification.idempotencyKey).sort();
  const write = (dedupKey: string, key: string) => stores().write(channel.channelId, dedupKey, key);
  const claimOne = async () => {
    const [item] = await claim();
    if (item === undefined) throw new Error('nothing was due');
    return item.notification;
  };

  it('gives the first of every line only', async () => {
    await write('alert a', 'a firing');
    await write('alert a', 'a resolved');
    await write('alert b', 'b firing');
    expect(await keys()).toEqual(['a firing', 'b firing']);
    expect(await keys()).toEqual([]);
  });

  it('gives the next one when the first was delivered', async () => {
    await write('alert a', 'a firing');
    await write('alert a', 'a resolved');
    const first = await claimOne();
    expect(first).toMatchObject({ idempotencyKey: 'a firing', attempts: 1 });
    await stores().outbox.markDelivered(
      first.notificationId,
      attempt('delivered', 'status 200'),
      null,
    );
    expect(await keys()).toEqual(['a resolved']);
  });

  it('a message that waits holds up its line, and no other', async () => {
    await write('alert a', 'a firing');
    const first = await claimOne();
    await stores().outbox.postpone(first.notificationId, T0 + 5000, attempt('retry', 'status 503'));
    await write('alert a', 'a resolved');
    await write('alert b', 'b firing');
    expect(await keys(T0 + 4999)).toEqual(['b firing']);
    expect(await keys(T0 + 5000)).toEqual(['a firing']);
  });

  it('a message that is given up lets its line go on', async () => {
    await write('alert a', 'a firing');
    await write('alert a', 'a resolved');
    const first = await claimOne();
    await stores().outbox.bury(first.notificationId, attempt('rejected', 'status 404'));
    expect(await keys()).toEqual(['a resolved']);
  });

  it('a server that died loses its messages to another, which counts the attempt', async () => {
    await write('alert a', 'a firing');
    await claimOne();
    expect(await keys()).toEqual([]);
    await stores().expireLeases();
    expect(await claimOne()).toMatchObject({ idempotencyKey: 'a firing', attempts: 2 });
  });

  it('what was delivered is not put back by a slow server', async () => {
    await write('alert a', 'a firing');
    const first = await claimOne();
    await stores().outbox.markDelivered(
      first.notificationId,
      attempt('delivered', 'status 200'),
      null,
    );
    await stores().outbox.postpone(first.notificationId, T0, attempt('retry', 'too late'));
    await stores().outbox.bury(first.notificationId, attempt('rejected', 'too late'));
    expect(await keys()).toEqual([]);
  });

  it('two servers never take one message', async () => {
    for (let i = 0; i < 40; i++) await write(`alert ${i}`, `message ${i}`);
    const claims = await Promise.all(Array.from({ length: 8 }, () => keys(T0, 10)));
    const taken = claims.flat();
    expect(new Set(taken).size).toBe(taken.length);
    const rest = await keys(T0, 100);
    expect(taken.length + rest.length).toBe(40);
  });

  it('two channels are two lines', async () => {
    const second = await newChannel();
    await write('alert a', 'first');
    await stores().write(second.channelId, 'alert a', 'second');
    expect(await keys()).toEqual(['first', 'second']);
  });

  it('a channel that is switched off keeps its messages, one that is deleted does not', async () => {
    await write('alert a', 'a firing');
    if (channel.kind !== 'webhook') throw new Error(channel.kind);
    const { name, kind, config, channelId } = channel;
    await stores().channels.update('default', channelId, { name, kind, config, enabled: false });
    expect(await keys()).toEqual([]);
    await stores().channels.update('default', channelId, { name, kind, config, enabled: true });
    expect(await keys()).toEqual(['a firing']);
    await stores().expireLeases();
    await stores().channels.remove('default', channelId);
    expect(await keys()).toEqual([]);
  });
}

/** What every store of channels does. */
export function channelStoreSuite(store: () => ChannelStore): void {
  const draft = (name: string) =>
    ({
      name,
      kind: 'webhook',
      config: { url: 'http://127.0.0.1:1/', secret: 'whsec_AAAA' },
      enabled: true,
    }) as const;

  it('gives back, edits and removes within the project', async () => {
    const created = await store().create('default', draft('on call'));
    if (created === 'name_taken') throw new Error(created);
    expect(await store().get('default', created.channelId)).toEqual(created);
    expect(await store().get('other', created.channelId)).toBeNull();
    expect(await store().create('default', draft('on call'))).toBe('name_taken');
    const edited = { ...draft('night watch'), enabled: false };
    expect(await store().update('default', created.channelId, edited)).toEqual({
      ...created,
      ...edited,
    });
    expect(await store().update('other', created.channelId, edited)).toBe('not_found');
    expect(await store().remove('other', created.channelId)).toBe(false);
    expect(await store().remove('default', created.channelId)).toBe(true);
    expect(await store().get('default', created.channelId)).toBeNull();
    expect(await store().list('default')).toEqual([]);
    expect(await store().create('default', draft('night watch'))).toMatchObject({ enabled: true });
  });
}
