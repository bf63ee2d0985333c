import { expect, it } from 'vitest';
import { accountRows } from './ingest-accounting.ts';

it('takes every outcome that is not one of ours for the code of a refusal', () => {
  const outcomes = new Map([
    ['accepted', 10],
    ['repeated', 4],
    ['early', 1],
    ['stored', 9],
    ['quarantined', 1],
    ['missing_field', 2],
    ['time_in_future', 3],
  ]);
  expect(accountRows(outcomes, { distinct: 6, conflicts: 1 })).toEqual({
    received: 15,
    accepted: 10,
    refused: 5,
    refusedByCode: { missing_field: 2, time_in_future: 3 },
    repeated: 4,
    early: 1,
    stored: 9,
    quarantined: 1,
    distinct: 6,
    conflicts: 1,
  });
});
