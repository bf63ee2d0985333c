import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { ChangeEvent, HelloEvent } from '../../contract/events.ts';
import { accessKey } from './access-key.ts';
import { liveState } from './live-state.ts';
import type { ChangeSink } from './refetch-changed.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The server is heard of every quarter of a minute; a proxy may swallow the end of a connection. */
const SILENCE_MS = 40_000;

/** Keeps one connection for the page while it is seen, and says what changed. Read by `fetch` and
 *  not by `EventSource`, which could not send the key. Returns what ends it. */
export function listenForChanges(sink: ChangeSink): () => void {
  let connection: AbortController | null = null;
  let lastId: string | null = null;
  let waitMs = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function onEvent({ event, id, data }: EventSourceMessage): void {
    if (event === 'hello') {
      const hello = JSON.parse(data) as HelloEvent;
      // What happened in between is not known: read all of it again, once.
      if (!hello.resumed && (lastId !== null || liveState.read() === 'asking')) sink.takeAll();
      waitMs = FIRST_WAIT_MS;
      liveState.set('live');
    }
    if (event === 'change') sink.take(JSON.parse(data) as ChangeEvent);
    lastId = id ?? lastId;
  }

  async function connect(): Promise<void> {
    const own = new AbortController();
    connection = own;
    let silence = setTimeout(() => own.abort(), SILENCE_MS);
    try {
      const response = await fetch('/v1/events', {
        headers: headersOf(lastId),
        signal: own.signal,
      });
      if (!response.ok || response.body === null) throw new Error(String(response.status));
      const parser = createParser({ onEvent });
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        clearTimeout(silence);
        silence = setTimeout(() => own.abort(), SILENCE_MS);
        parser.feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      // Said by the state: pages ask for themselves until the next attempt succeeds.
    } finally {
      clearTimeout(silence);
    }
    if (connection !== own) return;
    connection = null;
    timer = setTimeout(connectIfSeen, waitMs * (0.5 + Math.random() / 2));
    // One lost connection is made again at once; only the second failure changes how pages read.
    if (waitMs > FIRST_WAIT_MS) liveState.set('asking');
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }

  function connectIfSeen(): void {
    clearTimeout(timer);
    const isRefused = accessKey.refused() !== null;
    if (document.visibilityState === 'visible' && connection === null && !isRefused) void connect();
  }

  function drop(): void {
    clearTimeout(timer);
    const dropped = connection;
    connection = null;
    dropped?.abort();
  }

  /** A browser has six connections to a server: pages out of sight keep none of them. */
  function onVisibility(): void {
    if (document.visibilityState === 'visible') connectIfSeen();
    else drop();
  }

  function onKey(): void {
    drop();
    waitMs = FIRST_WAIT_MS;
    connectIfSeen();
  }

  document.addEventListener('visibilitychange', onVisibility);
  const forgetKey = accessKey.subscribe(onKey);
  connectIfSeen();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    forgetKey();
    drop();
  };
}

function headersOf(lastId: string | null): Record<string, string> {
  const key = accessKey.read();
  return {
    accept: 'text/event-stream',
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...(lastId === null ? {} : { 'last-event-id': lastId }),
  };
}
