import { mergeWindowProfiles } from '../../metrics/merge-window-profiles.ts';
import type { CategoricalSummary, ColumnProfile, WindowProfile } from '../../metrics/profile.ts';
import type { Window } from '../window/window.ts';
import type { BaselineWindow, BaselineWindows } from './baseline-windows.ts';

export interface LeftOut {
  readonly window: Window;
  readonly profile: WindowProfile;
  /** The baseline without this window. */
  readonly rest: WindowProfile;
}

/** Each window of a baseline beside all the others: as if it came after a baseline that it was no
 *  part of. Merges from both ends, so that L windows cost 3 L merges.
 *
 *  A reference file begins and ends anywhere: its first and last window count as windows only with
 *  half the rows of the median one. */
export function* leaveOneOut({ windows, remainder }: BaselineWindows): Generator<LeftOut> {
  const after = restsAfter(windows);
  const leastRows = medianRows(windows) / 2;
  let before = remainder;
  for (const [index, { window, profile }] of windows.entries()) {
    const isEdge = index === 0 || index === windows.length - 1;
    const rest = mergeIfAny(before, after[index] ?? null);
    if (rest !== null && !(isEdge && profile.rows < leastRows)) {
      yield { window, profile: asUnseen(profile, rest), rest };
    }
    before = mergeIfAny(before, profile);
  }
}

/** At each index the sum of all that follow. */
function restsAfter(windows: readonly BaselineWindow[]): (WindowProfile | null)[] {
  const rests = new Array<WindowProfile | null>(windows.length).fill(null);
  let rest: WindowProfile | null = null;
  for (let index = windows.length - 1; index >= 0; index -= 1) {
    rests[index] = rest;
    rest = mergeIfAny(windows[index]?.profile ?? null, rest);
  }
  return rests;
}

const mergeIfAny = (a: WindowProfile | null, b: WindowProfile | null): WindowProfile | null =>
  a === null || b === null ? (a ?? b) : mergeWindowProfiles(a, b);

function medianRows(windows: readonly BaselineWindow[]): number {
  const rows = windows.map((one) => one.profile.rows).sort((a, b) => a - b);
  return rows[Math.floor(rows.length / 2)] ?? 0;
}

/** Categories that the rest never had are unseen to it, though the whole baseline's grid has them. */
function asUnseen(profile: WindowProfile, rest: WindowProfile): WindowProfile {
  const columns = new Map(profile.columns);
  for (const [key, column] of columns) {
    const known = rest.columns.get(key)?.categorical;
    const moved = known === undefined ? null : moveUnseen(column, known);
    if (moved !== null) columns.set(key, moved);
  }
  return { ...profile, columns };
}

function moveUnseen(column: ColumnProfile, known: CategoricalSummary): ColumnProfile | null {
  const { grid, categorical } = column;
  if (grid.kind !== 'categorical' || categorical === undefined) return null;
  const moved: [string, number][] = [];
  const counts = categorical.counts.map((weight, index) => {
    if (weight === 0 || (known.counts[index] ?? 0) > 0) return weight;
    moved.push([grid.categories[index] ?? '', weight]);
    return 0;
  });
  if (moved.length === 0) return null;
  const unseen = [...categorical.unseen, ...moved].sort(([, a], [, b]) => b - a);
  return { ...column, categorical: { ...categorical, counts, unseen } };
}
