import { expect, test } from 'vitest';
import type { IngestResult } from '../../contract/ingest.ts';
import { type RefusedFileRow, type ShapedRow, sendRows } from './send-rows.ts';

async function* rowsOf(count: number, text = 'x'): AsyncGenerator<ShapedRow> {
  for (let rowNumber = 1; rowNumber <= count; rowNumber += 1) {
    yield { rowNumber, shaped: { predictionId: rowNumber, text } };
  }
}

const resultOf = (accepted: number, refused: IngestResult['refused'] = []): IngestResult => ({
  accepted,
  refused,
  refusedCount: refused.length,
  repeated: 0,
  early: 0,
});

/** A server that takes every row but those whose id it is told to refuse. */
function receiver(refuse: (id: number) => boolean = () => false) {
  const batches: number[][] = [];
  const refused: RefusedFileRow[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  return {
    batches,
    refused,
    mostAtOnce: () => mostAtOnce,
    deps: {
      async post(body: string) {
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        const ids = body.split('\n').map((line) => JSON.parse(line).predictionId as number);
        batches.push(ids);
        await new Promise((resolve) => setTimeout(resolve, 2));
        atOnce -= 1;
        const bad = ids.flatMap((id, index) =>
          refuse(id) ? [{ index, code: 'invalid_row' as never, message: `row ${id}` }] : [],
        );
        return resultOf(ids.length - bad.length, bad);
      },
      onRefused: (row: RefusedFileRow) => refused.push(row),
      onProgress() {},
    },
  };
}

test('every row is sent once, in batches, a few of them at a time', async () => {
  const { batches, deps, mostAtOnce } = receiver();
  const tally = await sendRows(rowsOf(7_500), deps);
  expect(tally).toEqual({ sent: 7_500, accepted: 7_500, refused: 0, repeated: 0 });
  expect(batches.flat().toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 7_500 }, (_, index) => index + 1),
  );
  expect(Math.max(...batches.map((batch) => batch.length))).toBe(1_000);
  expect(mostAtOnce()).toBe(3);
});

test('wide rows make smaller batches', async () => {
  const { batches, deps } = receiver();
  await sendRows(rowsOf(10, 'x'.repeat(2 ** 20)), deps);
  expect(batches.map((batch) => batch.length)).toEqual([3, 3, 3, 1]);
});

test('refused rows are told by their number in the file', async () => {
  const { refused, deps } = receiver((id) => id % 1_500 === 0);
  const tally = await sendRows(rowsOf(3_200), deps);
  expect(tally).toMatchObject({ accepted: 3_198, refused: 2 });
  expect(refused.toSorted((a, b) => a.rowNumber - b.rowNumber)).toMatchObject([
    { rowNumber: 1_500, message: 'row 1500' },
    { rowNumber: 3_000, message: 'row 3000' },
  ]);
});

test('an empty file sends nothing', async () => {
  const { batches, deps } = receiver();
  expect(await sendRows(rowsOf(0), deps)).toMatchObject({ sent: 0 });
  expect(batches).toEqual([]);
});

test('a batch that cannot be sent ends the import, after the others under way', async () => {
  const { deps } = receiver();
  let posts = 0;
  const post = async (body: string) => {
    posts += 1;
    if (posts === 2) throw new Error('refused');
    return deps.post(body);
  };
  await expect(sendRows(rowsOf(50_000), { ...deps, post })).rejects.toThrow('refused');
  expect(posts).toBeLessThan(10);
});
