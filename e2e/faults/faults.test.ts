import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { FAULTS } from './rounds.ts';
import { runFault } from './run-fault.ts';

/** One round each; `npm run faults` runs twenty. */
describe('a broken part loses nothing and counts nothing twice', () => {
  it.each(FAULTS)('%s', { timeout: 300_000 }, async (fault) => {
    const account = await runFault(fault, 1, createRandom(7), () => {});
    expect(account.problems).toEqual([]);
    expect(account.stored).toBe(account.acknowledged);
    expect(account.doubles).toBe(0);
  });
});
