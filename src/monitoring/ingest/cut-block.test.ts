import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, BLOCK_ROWS, cutBlock } from './cut-block.ts';

const entry = (rows: number, bytes = 1, layout = 1) => ({ rows, bytes, layout });

describe('cutBlock', () => {
  it.each([
    ['nothing is cut from nothing', [], 0],
    ['everything that fits goes together', [entry(5_000), entry(5_000)], 2],
    ['exactly full is not too full', [entry(BLOCK_ROWS - 1), entry(1)], 2],
    ['what does not fit waits', [entry(BLOCK_ROWS), entry(1)], 1],
    ['one that is too big by itself goes alone', [entry(BLOCK_ROWS * 2), entry(1)], 1],
    ['bytes count as well', [entry(1, BLOCK_BYTES), entry(1, 1)], 1],
    ['layouts do not mix', [entry(1), entry(1), entry(1, 1, 2)], 2],
  ])('%s', (_, entries, expected) => {
    expect(cutBlock(entries)).toBe(expected);
  });
});
