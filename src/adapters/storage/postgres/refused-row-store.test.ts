import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  MOST_REFUSED_ROWS,
  type RefusedRowDraft,
} from '../../../monitoring/ingest/refused-row-store.ts';
import { freshPostgres } from '../../../testing/engines.ts';
import { createRefusedRowStore } from './refused-row-store.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
});
afterAll(() => postgres.drop());

const MODEL = { projectId: 'default', modelId: 'mdl_1' };
const row = (raw: string): RefusedRowDraft => ({
  kind: 'predictions',
  code: 'missing_field',
  message: 'no time',
  raw,
  refusedAtMs: 1_000,
});

test('rows are read page by page, latest first, and other models have none of them', async () => {
  const store = createRefusedRowStore(postgres.pool);
  await store.keep(MODEL, ['a', 'b', 'c'].map(row));
  await store.keep({ ...MODEL, modelId: 'mdl_2' }, [row('other')]);
  const first = await store.list('mdl_1', 2, null);
  expect(first.map((one) => one.raw)).toEqual(['c', 'b']);
  const rest = await store.list('mdl_1', 2, first[1]?.refusedId ?? null);
  expect(rest).toEqual([{ ...row('a'), refusedId: expect.stringMatching(/^ref_/) }]);
});

test('only the latest are kept, and text that cannot be stored is mended', async () => {
  const store = createRefusedRowStore(postgres.pool);
  const rows = Array.from({ length: MOST_REFUSED_ROWS + 5 }, (_, index) => row(`r${index}\u0000`));
  await store.keep(MODEL, rows);
  const kept = await store.list('mdl_1', 2_000, null);
  expect(kept).toHaveLength(MOST_REFUSED_ROWS);
  expect(kept[0]?.raw).toBe(`r${MOST_REFUSED_ROWS + 4}\ufffd`);
  expect(kept.at(-1)?.raw).toBe('r5\ufffd');
});
