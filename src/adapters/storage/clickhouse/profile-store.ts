import type { ClickHouseClient } from '@clickhouse/client';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../monitoring/model/model.ts';
import type {
  ProfileParts,
  ProfileStore,
  WindowsQuestion,
} from '../../../monitoring/profile/profile-store.ts';
import type { Window } from '../../../monitoring/window/window.ts';
import { createBaselineWindows } from './profiling/baseline-windows.ts';
import { createCellRevisions } from './profiling/cell-revisions.ts';
import { countCategories } from './profiling/count-categories.ts';
import type { CountContext } from './profiling/count-context.ts';
import { countNumeric } from './profiling/count-numeric.ts';
import { countOutcomes } from './profiling/count-outcomes.ts';
import { countPresence } from './profiling/count-presence.ts';
import { countRows } from './profiling/count-rows.ts';
import { countedColumns } from './profiling/counted-columns.ts';
import { createForeignGrids } from './profiling/foreign-grids.ts';
import { type CountingPass, planCounting } from './profiling/plan-counting.ts';
import { readProfiles } from './profiling/read-profiles.ts';
import { createReconciler } from './profiling/reconcile.ts';
import { baselineRows, LIVE, liveRows } from './profiling/row-source.ts';
import { groupingOf, WHOLE } from './profiling/segments.ts';
import { selectRows } from './select-rows.ts';

/** Counts predictions into profiles inside ClickHouse, and reads them back as sums of cells. */
export function createProfileStore(client: ClickHouseClient, now = Date.now): ProfileStore {
  const revisions = createCellRevisions(client, now);
  const reconcile = createReconciler(client, revisions);
  const outputsOf = (model: Model) => model.outputs.map((output) => output.name);

  async function countAll(model: Model, baseline: Baseline | null, context: CountContext) {
    await countRowsAndColumns(model, baseline, context);
    await countOutcomes(context, model.outputs);
  }

  async function countRowsAndColumns(
    model: Model,
    baseline: Baseline | null,
    context: CountContext,
  ) {
    await countRows(context);
    await countColumns(model, baseline, context);
  }

  async function countColumns(model: Model, baseline: Baseline | null, context: CountContext) {
    const columns = countedColumns(model, baseline);
    await countNumeric(context, columns.numeric);
    await countCategories(context, columns.categories);
    await countPresence(context, columns.presence);
  }

  const contextOf = (
    model: Model,
    baseline: Baseline | null,
    pass: CountingPass,
    revision: number,
  ): CountContext => ({
    client,
    source: liveRows(model, pass.cellStartsMs, pass.withStrays),
    grouping: groupingOf(model, baseline),
    baselineId: baseline?.baselineId ?? '',
    outputs: outputsOf(model),
    revision,
    equalWeights: pass.equalWeights,
  });

  /** Counts on this baseline's grids what was counted before on others only: after another
   *  baseline took over, windows of before are compared with it too. */
  async function catchUp(model: Model, baseline: Baseline | null, window: Window) {
    const baselineId = baseline?.baselineId ?? '';
    const stale = await revisions.stale(model, baselineId, window);
    if (stale.length === 0) return;
    const generations = new Map(stale.map((cell) => [cell.cellStartMs, cell.generation]));
    const revision = await revisions.next(model);
    for (const pass of await planCounting(client, model, baseline, [...generations.keys()])) {
      if (pass.rows > 0) {
        await countColumns(model, baseline, contextOf(model, baseline, pass, revision));
      }
      await revisions.mark(
        model,
        pass.cellStartsMs.map((cellStartMs) => ({
          source: LIVE,
          cellStartMs,
          family: 'rows' as const,
          baselineId,
          generation: generations.get(cellStartMs) ?? 0,
          revision,
        })),
      );
    }
  }

  async function readWindows(
    model: Model,
    baseline: Baseline | null,
    windows: readonly Window[],
    question: WindowsQuestion,
  ) {
    const [first, last] = [windows[0], windows.at(-1)];
    if (first === undefined || last === undefined) return [];
    await catchUp(model, baseline, { startMs: first.startMs, endMs: last.endMs });
    return readProfiles(client, { ...question, model, baseline, source: LIVE, windows });
  }

  async function readBaselines(
    model: Model,
    baseline: Baseline,
    segments: readonly string[],
    parts: ProfileParts = {},
  ) {
    const [profiles = []] = await readProfiles(client, {
      model,
      baseline,
      source: baseline.baselineId,
      windows: [{ startMs: 0, endMs: 1_000 }],
      variant: '',
      environment: '',
      segments,
      ...parts,
    });
    // They have rows, but no time that those were spread over.
    return new Map(
      [...profiles].map(([segment, { silenceMs: _, ...one }]) => [
        segment,
        { ...one, durationMs: 0 },
      ]),
    );
  }

  return {
    async reconcile(model) {
      await reconcile(model);
      return (await revisions.due(model)).map((cell) => cell.cellStartMs);
    },

    countable: (model, cellStartsMs) => revisions.countable(model, cellStartsMs),

    async countCells(model, baseline, cellStartsMs, what) {
      if (cellStartsMs.length === 0) return;
      const due = await revisions.due(model);
      const rowsDue = new Set(due.filter((cell) => cell.rows).map((cell) => cell.cellStartMs));
      const wanted = cellStartsMs.map((cell) => ({ cell, rows: what.rows || rowsDue.has(cell) }));
      const revision = await revisions.next(model);
      for (const rows of [true, false]) {
        const cells = wanted.filter((one) => one.rows === rows).map((one) => one.cell);
        if (cells.length === 0 || !(rows || what.labels)) continue;
        for (const pass of await planCounting(client, model, baseline, cells)) {
          const context = contextOf(model, baseline, pass, revision);
          if (pass.rows > 0) {
            // Coverage is a share of the rows, so other rows change it as labels do.
            const outcomes = countOutcomes(context, model.outputs);
            await allOf(
              rows ? [outcomes, countRowsAndColumns(model, baseline, context)] : [outcomes],
            );
          }
          const mark = {
            source: LIVE,
            baselineId: baseline?.baselineId ?? '',
            generation: revision,
            revision,
          };
          const families = rows ? (['rows', 'labels'] as const) : (['labels'] as const);
          await revisions.mark(
            model,
            pass.cellStartsMs.flatMap((cellStartMs) =>
              families.map((family) => ({ ...mark, cellStartMs, family })),
            ),
          );
        }
      }
    },

    async countBaseline(model, baseline) {
      const revision = await revisions.next(model);
      const context: CountContext = {
        client,
        source: baselineRows(model, baseline),
        grouping: WHOLE,
        baselineId: baseline.baselineId,
        outputs: outputsOf(model),
        revision,
        // Files come with any weights; the careful form is fast enough for one pass.
        equalWeights: false,
      };
      await countAll(model, baseline, context);
      const grouping = groupingOf(model, baseline);
      if (grouping !== WHOLE) {
        // The whole first: which values get a segment is read from it.
        await countAll(model, baseline, { ...context, grouping });
      }
      const mark = { source: baseline.baselineId, cellStartMs: 0, generation: revision, revision };
      await revisions.mark(model, [
        { ...mark, family: 'rows', baselineId: baseline.baselineId },
        { ...mark, family: 'labels', baselineId: baseline.baselineId },
      ]);
    },

    async readWindow(model, baseline, window, population) {
      const { variant, environment, segment } = population;
      const question = { variant, environment, segments: [segment] };
      const [profiles] = await readWindows(model, baseline, [window], question);
      const profile = profiles?.get(segment);
      if (profile === undefined) throw new Error('No profile was read of a window.');
      return profile;
    },

    readWindows,

    async readBaseline(model, baseline, segment) {
      const profile = (await readBaselines(model, baseline, [segment])).get(segment);
      if (profile === undefined) throw new Error('No profile was read of a baseline.');
      return profile;
    },

    readBaselines,

    ...createBaselineWindows({ client, revisions, count: countAll }),

    ...createForeignGrids({
      client,
      revisions,
      async count(model, grids, context) {
        await countRows(context);
        await countColumns(model, grids, context);
      },
    }),

    async firstCellWithRows(model, fromMs, { variant, environment }) {
      const [row] = await selectRows<{ cell: number; cells: string }>(client, FIRST_CELL, {
        project: model.projectId,
        model: model.modelId,
        from: Math.max(0, Math.floor(fromMs / 1000)),
        variant,
        environment,
      });
      return row === undefined || Number(row.cells) === 0 ? null : row.cell * 1000;
    },
  };
}

/** A statement keeps about one processor busy, so two go together. Waits for all, whatever becomes of
 *  one: none may be under way when its pass is counted again. */
async function allOf(counting: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(counting)) {
    if (one.status === 'rejected') throw one.reason;
  }
}

const FIRST_CELL = `SELECT toUnixTimestamp(min(cell_start)) AS cell, count() AS cells
  FROM cell_counts
  WHERE project_id = {project:String} AND model_id = {model:String} AND source = '${LIVE}'
    AND segment = '' AND cell_start >= toDateTime({from:UInt32}) AND rows > 0
    AND variant = {variant:String} AND environment = {environment:String}`;
