import { Readable } from 'node:stream';
import type { FastifyPluginAsync } from 'fastify';
import { type ChangeEvent, getEventsSchema, type HelloEvent } from '../../contract/events.ts';
import type { ChangeFeed, NumberedChange } from '../live/change-feed.ts';
import { ApiError } from './api-error.ts';

export interface EventRoutesDeps {
  readonly feed: ChangeFeed;
  readonly heartbeatMs?: number;
  readonly lifeMs?: number;
}

/** Proxies give up on a silent answer after half a minute or more. */
const HEARTBEAT_MS = 15_000;
/** A key that was revoked stops working, at the latest, when the page has to connect again. */
const LIFE_MS = 15 * 60_000;
const RETRY_MS = 2_000;
/** What a reader that does not read may have waiting for it. */
const MOST_WAITING_BYTES = 256 * 1024;
const BUSY_SECONDS = 30;

export function eventRoutes({ feed, ...times }: EventRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    const streams = new Set<Readable>();
    // A stream would never come to its end by itself, and closing waits for requests to end.
    app.addHook('preClose', async () => {
      for (const stream of streams) stream.push(null);
      await feed.stop();
    });

    app.get<{ Headers: { 'last-event-id'?: string } }>(
      '/v1/events',
      { config: { scope: 'read' }, schema: getEventsSchema },
      async (request, reply) => {
        const stream = new Readable({ read() {} });
        const write = (text: string) => {
          if (stream.readableLength > MOST_WAITING_BYTES) stream.destroy();
          else if (!stream.destroyed) stream.push(text);
        };
        const { projectId } = request.access;
        const tell = (change: NumberedChange) => write(changeText(change));
        const subscribed = feed.subscribe(projectId, request.headers['last-event-id'], tell);
        if (subscribed === null) {
          throw new ApiError('too_many_streams', { retryAfterSeconds: BUSY_SECONDS });
        }
        streams.add(stream);
        const heartbeat = setInterval(
          () => write(': still here\n\n'),
          times.heartbeatMs ?? HEARTBEAT_MS,
        );
        const end = setTimeout(() => stream.push(null), times.lifeMs ?? LIFE_MS);
        stream.once('close', () => {
          clearInterval(heartbeat);
          clearTimeout(end);
          streams.delete(stream);
          subscribed.unsubscribe();
        });
        const { missed, resumed } = subscribed;
        const hello: HelloEvent = { resumed };
        write(`retry: ${RETRY_MS}\n${eventText('hello', feed.lastId(), hello)}`);
        for (const change of missed) tell(change);
        return (
          reply
            .type('text/event-stream')
            .header('cache-control', 'no-store, no-transform')
            .header('x-accel-buffering', 'no')
            // Kept open after its end it would hold up a server that stops.
            .header('connection', 'close')
            .send(stream)
        );
      },
    );
  };
}

function changeText({ id, models, alerts }: NumberedChange): string {
  const change: ChangeEvent = { models, alerts };
  return eventText('change', id, change);
}

const eventText = (name: string, id: string, data: object): string =>
  `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
