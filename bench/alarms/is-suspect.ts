import { LIMITS } from './acceptance.ts';
import { collectResults, type GridCell } from './collect-results.ts';
import { lowerLimit } from './estimate.ts';
import type { JobAnswer } from './run-in-processes.ts';

/** A cell found above this is measured again, with new draws and more of them; only those count,
 *  so that the choice of what to repeat makes no result look better. */
const SUSPECT = LIMITS.mostCells;

/** Above a limit, though not so far that more draws could not change the verdict. */
export function isSuspect(answer: Pick<JobAnswer, 'name' | 'result'>): boolean {
  const { cells } = collectResults([answer]);
  const near = ({ kind, observed }: GridCell) =>
    kind !== 'real' && observed.rate > SUSPECT && lowerLimit(observed, 3) <= LIMITS.everyCell;
  const bad = ({ badBaselines }: GridCell) => (badBaselines ?? 0) > 0.2;
  return cells.some((cell) => near(cell) || bad(cell));
}
