import type { CellResult, LevelResult } from './cell/judge-cell.ts';
import type { Sharpness } from './cell/sharpness.ts';
import type { GrossShiftResult } from './gross-shifts.ts';
import { allJobs, type JobKind } from './jobs.ts';
import type { OnsetResult } from './onsets.ts';
import type { PeerResult } from './peers/peer-rates.ts';
import type { RealResult } from './real/real-cell.ts';
import type { JobAnswer } from './run-in-processes.ts';

/** One metric, law and pair of sizes at one level: a cell of the grid. */
export interface GridCell extends LevelResult {
  readonly cell: string;
  readonly kind: JobKind;
}

export interface Results {
  readonly cells: readonly GridCell[];
  readonly sharpness: readonly (Sharpness & { readonly cell: string })[];
  readonly onsets: readonly (OnsetResult & { readonly cell: string })[];
  readonly shifts: readonly (GrossShiftResult & { readonly cell: string })[];
  readonly peers: readonly (PeerResult & { readonly cell: string })[];
}

/** What came of all jobs, by what it says. */
export function collectResults(answers: readonly Pick<JobAnswer, 'name' | 'result'>[]): Results {
  const kinds = new Map(allJobs().map(({ name, kind }) => [name, kind]));
  const cells: GridCell[] = [];
  const sharpness: Results['sharpness'][number][] = [];
  const onsets: Results['onsets'][number][] = [];
  const shifts: Results['shifts'][number][] = [];
  const peers: Results['peers'][number][] = [];
  for (const { name: cell, result } of answers) {
    const kind = kinds.get(cell);
    if (kind === 'cell' || kind === 'days') {
      const judged = result as CellResult;
      cells.push(...judged.levels.map((level) => ({ ...level, cell, kind })));
      if (judged.sharpness) sharpness.push({ ...judged.sharpness, cell });
    } else if (kind === 'real') {
      const real = result as RealResult;
      peers.push(...real.peers.map((peer) => ({ ...peer, cell: `${cell} ${peer.column}` })));
      for (const { metric, column, levels } of real.checks) {
        const name = `${metric} ${cell} ${column}`;
        cells.push(...levels.map((level) => ({ ...level, cell: name, kind })));
      }
    } else if (kind === 'onsets') {
      onsets.push({ ...(result as OnsetResult), cell });
    } else if (kind === 'shifts') {
      shifts.push({ ...(result as GrossShiftResult), cell });
    } else if (kind === 'peers') {
      peers.push({ ...(result as PeerResult), cell });
    }
  }
  return { cells, sharpness, onsets, shifts, peers };
}
