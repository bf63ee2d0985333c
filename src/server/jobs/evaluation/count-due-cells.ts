import { planRevisions } from '../../../monitoring/schedule/plan-revisions.ts';
import type { DirtyCell, DueRevision } from '../../../monitoring/schedule/schedule.ts';
import type { Turn } from './turn.ts';

export interface Counted {
  readonly cells: ReadonlySet<number>;
  /** Windows that were evaluated before these cells changed. */
  readonly revisions: readonly DueRevision[];
}

/** Counts closed cells whose rows or labels changed, until there are none or time is up. A cell
 *  comes off the list only after it was counted, so a server that dies leaves it there. A cell whose rows
 *  were removed for their age comes off the list as it is. */
export async function countDueCells(turn: Turn): Promise<Counted> {
  const { deps, model, owner } = turn;
  const { schedule, settings } = deps;
  const cells = new Set<number>();
  const revisions: DueRevision[] = [];
  const options = {
    watermarkMs: turn.watermarkMs,
    freshFromMs: turn.freshFromMs,
    restMs: settings.restMs,
    limit: settings.cellsPerCount,
  };
  let due = await schedule.dirtyCells(model.modelId, options);
  if (due.length === 0) return { cells, revisions };
  const relabelled = await deps.profiles.reconcile(model);
  if (relabelled.length > 0) {
    await schedule.markLabelsDirty(model.modelId, relabelled);
    due = await schedule.dirtyCells(model.modelId, options);
  }
  while (due.length > 0 && turn.goesOn()) {
    const countable = new Set(
      await deps.profiles.countable(
        model,
        due.map((cell) => cell.startMs),
      ),
    );
    const changed = due.filter((cell) => countable.has(cell.startMs));
    await count(turn, changed);
    const planned = planRevisions(model, turn.monitors, changed, turn.clockMs);
    const noted = await schedule.settleCells(model.modelId, owner, due, planned);
    if (noted === null) break;
    for (const cell of due) cells.add(cell.startMs);
    revisions.push(...noted);
    if (due.length < settings.cellsPerCount) break;
    due = await schedule.dirtyCells(model.modelId, options);
  }
  return { cells, revisions };
}

async function count({ deps, model, baseline }: Turn, due: readonly DirtyCell[]): Promise<void> {
  const starts = (cells: readonly DirtyCell[]) => cells.map((cell) => cell.startMs);
  const withRows = due.filter((cell) => cell.rows);
  const withLabels = due.filter((cell) => !cell.rows);
  if (withRows.length > 0) {
    // Who is labelled is a matter of which rows there are.
    const what = { rows: true, labels: true };
    await deps.profiles.countCells(model, baseline, starts(withRows), what);
  }
  if (withLabels.length > 0) {
    const what = { rows: false, labels: true };
    await deps.profiles.countCells(model, baseline, starts(withLabels), what);
  }
}
