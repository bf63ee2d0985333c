import type { Logger } from 'pino';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { BaselineRowStore } from '../../monitoring/baseline/baseline-row-store.ts';
import type { BaselineResult, BaselineStore } from '../../monitoring/baseline/baseline-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { ProfileStore } from '../../monitoring/profile/profile-store.ts';

export interface FillDeps {
  readonly baselines: Pick<BaselineStore, 'complete' | 'fail'>;
  readonly rows: Pick<BaselineRowStore, 'buildGrids' | 'remove'>;
  readonly profiles: Pick<ProfileStore, 'countBaseline'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Has the rows of a begun baseline put in, and makes of them what monitors judge by. If a store
 *  fails, the baseline is marked as failed and whatever was active stays. */
export async function fillBaseline(
  deps: FillDeps,
  model: Model,
  begun: Baseline,
  putRows: () => Promise<Omit<BaselineResult, 'grids'>>,
): Promise<Baseline> {
  try {
    const result = await putRows();
    const grids = await deps.rows.buildGrids(model, begun);
    await deps.profiles.countBaseline(model, { ...begun, grids });
    return await deps.baselines.complete(begun.baselineId, { ...result, grids });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await deps.baselines.fail(begun.baselineId, reason);
    await deps.rows.remove(begun).catch((failure: unknown) => {
      deps.logger.warn(
        { err: failure, baseline: begun.baselineId },
        'rows of a failed baseline stay',
      );
    });
    throw error;
  }
}
