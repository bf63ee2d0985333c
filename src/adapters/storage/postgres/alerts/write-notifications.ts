import { createHash } from 'node:crypto';
import {
  type GroupedAlert,
  groupMessages,
} from '../../../../monitoring/notification/group-messages.ts';
import type { Channel } from '../../../../monitoring/notification/notification.ts';
import { newId } from '../../../new-id.ts';
import type { Queryable } from '../transaction.ts';
import type { ChangeOrigin } from './alert-outcome.ts';

/** Something about an alert that people should hear of. */
export interface Notice {
  readonly alertId: string;
  /** Stable for what it tells of, across retries and restarts. */
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly channelIds: readonly string[];
}

interface Message {
  readonly dedupKey: string;
  readonly idempotencyKey: string;
  readonly lineKey: string;
  readonly alertIds: readonly string[];
  readonly body: object;
}

/** What has something to say: an evaluation, an edit, the end of a silence. */
type NoticeOrigin = Pick<ChangeOrigin, 'projectId' | 'monitorId' | 'occurredAtMs'>;

/** Writes what is to be said of one monitor at one moment into the outbox, for the channels
 *  that each notice goes to. Programs are told of each alert by itself; people get one message, which
 *  is composed here and not when it is sent, so that a server that dies in between sends the same one again under the same key. Messages of
 *  one monitor to people make one line, since a later one may tell of some alerts of an earlier. */
export async function writeNotifications(
  client: Queryable,
  origin: NoticeOrigin,
  notices: readonly Notice[],
): Promise<void> {
  const named = new Set(notices.flatMap((notice) => notice.channelIds));
  if (named.size === 0) return;
  const { rows } = await client.query<{ channel_id: string; kind: Channel['kind'] }>(
    `SELECT channel_id, kind FROM channels
     WHERE project_id = $1 AND channel_id = ANY($2) AND enabled AND deleted_at IS NULL
     ORDER BY channel_id`,
    [origin.projectId, [...named]],
  );
  for (const { channel_id, kind } of rows) {
    const own = notices.filter((notice) => notice.channelIds.includes(channel_id));
    const single = own.map((notice) => messageOf(origin, notice));
    const messages =
      kind === 'webhook'
        ? single.map((message) => ({ ...message, lineKey: message.dedupKey }))
        : groupOf(origin, own, single);
    await insert(client, origin, channel_id, messages);
  }
}

function messageOf(origin: NoticeOrigin, { alertId, key, body }: Notice): Message {
  return {
    dedupKey: alertId,
    idempotencyKey: key,
    lineKey: origin.monitorId,
    alertIds: [alertId],
    body,
  };
}

function groupOf(
  origin: NoticeOrigin,
  notices: readonly Notice[],
  single: readonly Message[],
): readonly Message[] {
  if (notices.length < 2) return single;
  // Written by `alertMessage`, as the schema of messages has it.
  const body = groupMessages(notices.map((notice) => notice.body as unknown as GroupedAlert));
  if (body === null) return single;
  const keys = single.map((message) => message.idempotencyKey).toSorted();
  // What is in it, window and revision with it, tells two groups of a monitor apart.
  const content = createHash('sha256').update(keys.join('\n')).digest('hex').slice(0, 32);
  const key = `${origin.monitorId}:${content}`;
  const alertIds = [...new Set(single.flatMap((message) => message.alertIds))];
  return [{ dedupKey: key, idempotencyKey: key, lineKey: origin.monitorId, alertIds, body }];
}

/** In one statement: a storm must not hold the monitor's lock for thousands of round trips. */
async function insert(
  client: Queryable,
  origin: NoticeOrigin,
  channelId: string,
  messages: readonly Message[],
): Promise<void> {
  const rows = messages.map((message) => ({ ...message, id: newId('ntf') }));
  await client.query(
    `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key, line_key,
       alert_ids, idempotency_key, body, created_at, next_attempt_at)
     SELECT m ->> 'id', $1, $2, m ->> 'dedupKey', m ->> 'lineKey',
       ARRAY(SELECT jsonb_array_elements_text(m -> 'alertIds')), m ->> 'idempotencyKey',
       m -> 'body', $4, $4
     FROM jsonb_array_elements($3) WITH ORDINALITY AS listed (m, place) ORDER BY place
     ON CONFLICT (channel_id, idempotency_key) DO NOTHING`,
    [origin.projectId, channelId, JSON.stringify(rows), new Date(origin.occurredAtMs)],
  );
}
