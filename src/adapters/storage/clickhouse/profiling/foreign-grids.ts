import type { ClickHouseClient } from '@clickhouse/client';
import type { WindowProfile } from '../../../../metrics/profile.ts';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../../monitoring/model/model.ts';
import type { CellRevisions } from './cell-revisions.ts';
import type { CountContext } from './count-context.ts';
import { readProfiles } from './read-profiles.ts';
import { baselineRows } from './row-source.ts';
import { WHOLE } from './segments.ts';

export interface ForeignGridDeps {
  readonly client: ClickHouseClient;
  readonly revisions: CellRevisions;
  /** Counts rows and columns. */
  count(model: Model, grids: Baseline, context: CountContext): Promise<void>;
}

/** Counts the rows of one baseline on the grids of another, when somebody first compares the two:
 *  both are frozen, so it is done once. */
export function createForeignGrids({ client, revisions, count }: ForeignGridDeps) {
  async function isCounted(model: Model, rows: Baseline, grids: Baseline, source: string) {
    const generationOf = async (name: string) =>
      (await revisions.countedCells(model, name))[0]?.generation ?? -1;
    const [own, ...bases] = await Promise.all(
      [source, rows.baselineId, grids.baselineId].map(generationOf),
    );
    return own !== undefined && own >= Math.max(...bases);
  }

  return {
    async readBaselineOn(model: Model, rows: Baseline, grids: Baseline): Promise<WindowProfile> {
      const source = `${rows.baselineId}~${grids.baselineId}`;
      if (!(await isCounted(model, rows, grids, source))) {
        const revision = await revisions.next(model);
        await count(model, grids, {
          client,
          source: { ...baselineRows(model, rows), name: source },
          grouping: WHOLE,
          baselineId: grids.baselineId,
          outputs: model.outputs.map((output) => output.name),
          revision,
          equalWeights: false,
        });
        const mark = { source, cellStartMs: 0, generation: revision, revision };
        await revisions.mark(model, [
          { ...mark, family: 'rows', baselineId: grids.baselineId },
          { ...mark, family: 'labels', baselineId: grids.baselineId },
        ]);
      }
      const [found] = await readProfiles(client, {
        model,
        baseline: grids,
        source,
        windows: [{ startMs: 0, endMs: 1_000 }],
        variant: '',
        environment: '',
        segments: [''],
        outcomes: false,
      });
      const profile = found?.get('');
      if (profile === undefined) throw new Error('No profile was read of a baseline.');
      return profile;
    },
  };
}
