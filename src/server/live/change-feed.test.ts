import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ModelState } from '../../monitoring/live/model-state.ts';
import { createChangeFeed } from './change-feed.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('does not ask at once for a page that is still waiting for its own answers', async () => {
  let print = '1';
  const read = vi.fn(
    async (): Promise<readonly ModelState[]> => [
      { projectId: 'default', modelId: 'm', name: 'loans', print, alerts: new Map() },
    ],
  );
  const feed = createChangeFeed({ states: { read }, logger: { warn: vi.fn() }, epoch: 'e' });
  const first = feed.subscribe('default', undefined, vi.fn());
  await vi.advanceTimersByTimeAsync(0);
  expect(read, 'before the first look nothing could be told').toHaveBeenCalledTimes(1);
  first?.unsubscribe();
  await vi.advanceTimersByTimeAsync(60_000);
  const looks = read.mock.calls.length;

  print = '2';
  const tell = vi.fn();
  feed.subscribe('default', undefined, tell);
  await vi.advanceTimersByTimeAsync(900);
  expect(read).toHaveBeenCalledTimes(looks);
  await vi.advanceTimersByTimeAsync(100);
  expect(tell).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ models: ['loans'] }));
  await feed.stop();
});
