import type { BinaryOutcome } from './profile.ts';

/** Score grids with half a positive and half a negative row spread over them. A window that ranks
 *  all its rows right does not prove that every row would be: its spread must not be 0. */
export function spreadOneRow(
  { positives, negatives }: BinaryOutcome,
  rowWeight: number,
): { readonly positives: number[]; readonly negatives: number[] } {
  const extra = rowWeight / 2 / positives.length;
  return {
    positives: positives.map((weight) => weight + extra),
    negatives: negatives.map((weight) => weight + extra),
  };
}
