import { expect, it } from 'vitest';
import { BLOCK_ROWS } from '../../monitoring/ingest/cut-block.ts';
import type { BacklogEntry } from './backlog-entry.ts';
import { createBlockQueue } from './block-queue.ts';

const linger = { fewMs: 200, manyMs: 1_000 };

function queueOf(...rows: number[]) {
  const queue = createBlockQueue({ entries: [], blocks: [] }, 'predictions');
  rows.forEach((count, index) => {
    queue.push(entryOf(index, count));
  });
  return queue;
}

const entryOf = (entryId: number, rows: number, layout = 1): BacklogEntry => ({
  head: {
    entryId,
    projectId: 'default',
    modelId: 'm',
    kind: 'predictions',
    layout,
    rows,
    cellsMs: [],
    bytes: rows,
    appendedAtMs: 5_000,
  },
  body: null,
});

it('nothing has no time to wait for', () => {
  expect(queueOf().waitMs(5_000, linger)).toBeNull();
  expect(queueOf().takeNext(9_000, linger)).toBeNull();
});

it('a few rows wait a moment for company', () => {
  const queue = queueOf(3, 4);
  expect(queue.waitMs(5_050, linger)).toBe(150);
  expect(queue.takeNext(5_199, linger)).toBeNull();
  expect(queue.takeNext(5_200, linger)?.map(({ head }) => head.entryId)).toEqual([0, 1]);
  expect(queue.waitMs(5_200, linger)).toBeNull();
});

it('a stream of rows waits longer, so that its blocks are large', () => {
  const queue = queueOf(600, 600);
  expect(queue.takeNext(5_999, linger)).toBeNull();
  expect(queue.takeNext(6_000, linger)).toHaveLength(2);
});

it('a full block does not wait, nor does anything while the queue is emptied', () => {
  expect(queueOf(BLOCK_ROWS - 1, 1).takeNext(5_000, linger)).toHaveLength(2);
  expect(queueOf(1_500).takeNext(5_000, { fewMs: 0, manyMs: 0 })).toHaveLength(1);
});

it('what the next block cannot take is not waited for', () => {
  const queue = queueOf(3);
  queue.push(entryOf(1, 3, 2));
  expect(queue.takeNext(5_000, linger)?.map(({ head }) => head.entryId)).toEqual([0]);
  expect(queue.takeNext(5_000, linger)).toBeNull();
});
