import type { PlannedRevision } from './plan-revisions.ts';
import type { DirtyCell, DueRevision, UnstoredRows } from './schedule.ts';

export interface ClaimedModel {
  readonly modelId: string;
  /** The active baseline, on whose grids cells are counted. */
  readonly baselineId: string | null;
  /** Turns that failed in a row. */
  readonly failures: number;
}

export interface ClaimOptions {
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseMs: number;
  /** Dirty cells rest so long before they are counted again. */
  readonly restMs: number;
  /** Whatever is oldest, history included; otherwise models with fresh work go first. */
  readonly fair: boolean;
}

/** Port: who works on which model. A model is leased to one server at a time; the least
 *  recently served one with work to do is next. */
export interface ScheduleStore {
  claim(options: ClaimOptions): Promise<ClaimedModel | null>;
  /** False where the lease was lost. */
  renew(modelId: string, owner: string, leaseMs: number): Promise<boolean>;
  /** `waitMs`: how long the model is left alone. */
  release(
    modelId: string,
    owner: string,
    result: { readonly failed: boolean; readonly waitMs: number },
  ): Promise<void>;
  /** First move of a replay's watermark; null before it. */
  firstAdvance(modelId: string): Promise<number | null>;
  /** Moves of a replay's watermark, from `fromMs` on. */
  advances(modelId: string, fromMs: number): Promise<readonly number[]>;
  /** Acknowledged predictions that the telemetry store does not have yet, by time of event. To be
   *  asked before `dirtyCells`: what is not listed here is marked there. */
  unstored(modelId: string): Promise<readonly UnstoredRows[]>;
  /** Cells that ended by the watermark: those from `freshFromMs` on first and at once, the
   *  others once they have rested. */
  dirtyCells(
    modelId: string,
    options: {
      readonly watermarkMs: number;
      readonly freshFromMs: number;
      readonly restMs: number;
      readonly limit: number;
    },
  ): Promise<readonly DirtyCell[]>;
  markLabelsDirty(modelId: string, cellStartsMs: readonly number[]): Promise<void>;
  /** Takes counted cells off the list, unless they were touched meanwhile, and notes the
   *  revisions that they call for, in one transaction; returns those. Null where the lease was
   *  lost: nothing happened. Windows that were never evaluated need no revision. */
  settleCells(
    modelId: string,
    owner: string,
    cells: readonly DirtyCell[],
    revisions: readonly PlannedRevision[],
  ): Promise<readonly DueRevision[] | null>;
  dueRevisions(modelId: string, clockMs: number, limit: number): Promise<readonly DueRevision[]>;
  /** Unless it was touched meanwhile. */
  removeRevision(revision: DueRevision): Promise<void>;
}
