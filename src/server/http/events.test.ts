import Fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import type { ModelState } from '../../monitoring/live/model-state.ts';
import { createChangeFeed } from '../live/change-feed.ts';
import { controlAccess } from './access.ts';
import { answerErrors } from './error-handler.ts';
import { eventRoutes } from './events.ts';

const state = (name: string, print: string): ModelState => ({
  projectId: 'default',
  modelId: `id-${name}`,
  name,
  print,
  alerts: new Map([['alt_1', print]]),
});

let close: () => Promise<void>;
afterEach(() => close());

async function serve(mostListeners = 10) {
  let now: readonly ModelState[] = [state('loans', '1')];
  let passedMs = 0;
  const feed = createChangeFeed({
    now: () => Date.now() + passedMs,
    states: { read: async () => now },
    logger: { warn: () => undefined },
    epoch: 'e',
    intervalMs: 20,
    mostListeners,
  });
  const app = Fastify({ forceCloseConnections: 'idle' });
  answerErrors(app);
  controlAccess(app, {
    anyKeyExists: async () => false,
    find: async () => null,
    isOperator: () => false,
  });
  await app.register(eventRoutes({ feed, heartbeatMs: 30 }));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  close = () => app.close();
  return {
    app,
    pass: (ms: number) => {
      passedMs += ms;
    },
    change: (print: string) => {
      now = [state('loans', print)];
    },
    async listen(lastId?: string) {
      const response = await fetch(`${url}/v1/events`, {
        headers: lastId === undefined ? {} : { 'last-event-id': lastId },
      });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      return {
        response,
        /** Everything so far, once it holds this. */
        async until(wanted: string): Promise<string> {
          while (!text.includes(wanted)) {
            const { done, value } = (await reader?.read()) ?? { done: true, value: '' };
            if (done) throw new Error(`it ended with: ${text}`);
            text += value;
          }
          return text;
        },
        async ended(): Promise<boolean> {
          for (;;) if ((await reader?.read())?.done ?? true) return true;
        },
        leave: () => reader?.cancel(),
      };
    },
  };
}

it('says hello, then what changed, and that it is still here', async () => {
  const { listen, change } = await serve();
  const stream = await listen();
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
  expect(stream.response.headers.get('cache-control')).toBe('no-store, no-transform');
  await stream.until('event: hello\nid: e-0\ndata: {"resumed":false}\n\n');
  await stream.until(': still here');
  change('2');
  const text = await stream.until('event: change');
  await stream.until('data: {"models":["loans"],"alerts":["alt_1"]}\n\n');
  expect(text).toContain('retry: ');
  await stream.leave();
});

it('sends what was missed to a page that comes back, and says so where it cannot', async () => {
  const { listen, change } = await serve();
  const first = await listen();
  await first.until(': still here');
  change('2');
  await first.until('id: e-1');
  await first.leave();
  const back = await listen('e-0');
  expect(await back.until('id: e-1\ndata: {"models"')).toContain('{"resumed":true}');
  await back.leave();
  const stranger = await listen('another-7');
  expect(await stranger.until('hello')).not.toContain('"resumed":true');
  await stranger.leave();
});

it('tells a new page what changed while it was being read, and not what changed before', async () => {
  const { listen, change, pass } = await serve();
  const first = await listen();
  await first.until(': still here');
  change('2');
  await first.until('id: e-1');
  const second = await listen();
  expect(await second.until('id: e-1')).toContain('{"resumed":false}');
  pass(11_000);
  const third = await listen();
  expect(await third.until(': still here')).not.toContain('id: e-1\ndata: {"models"');
  for (const stream of [first, second, third]) await stream.leave();
});

it('has room for so many pages, and again when one has left', async () => {
  const { listen } = await serve(1);
  const first = await listen();
  await first.until('hello');
  const second = await listen();
  expect(second.response.status).toBe(503);
  expect(second.response.headers.get('retry-after')).toBe('30');
  expect(await second.until('too_many_streams')).toContain('listen for changes');
  await first.leave();
  await expect.poll(async () => (await listen()).response.status).toBe(200);
});

it('ends its streams when the server stops, so that stopping waits for none', async () => {
  const { app, listen } = await serve();
  const stream = await listen();
  await stream.until('hello');
  await app.close();
  expect(await stream.ended()).toBe(true);
});
