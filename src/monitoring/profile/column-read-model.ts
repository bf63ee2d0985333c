import type { WindowProfile } from '../../metrics/profile.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { Model } from '../model/model.ts';
import { CHAMPION, PRODUCTION } from '../prediction/prediction.ts';
import type { Window } from '../window/window.ts';

/** What a page asks of the profiles: a few columns, many segments at the most. */
export interface ColumnQuestion {
  readonly columns: readonly string[];
  readonly segments: readonly string[];
  /** Whether what performance needs is read too, without its score grids. */
  readonly outcomes: boolean;
}

export interface Deployment {
  readonly variant: string;
  readonly environment: string;
}

/** Rows of shadow models and of test environments are apart: pages speak of what is in service. */
export const IN_SERVICE: Deployment = { variant: CHAMPION, environment: PRODUCTION };

/** Port: reading what was counted, for pages. Unlike `ProfileStore` it never counts anything, so
 *  that looking at a page costs no more than looking. */
export interface ColumnReadModel {
  /** By segment; of those without rows too. */
  window(
    model: Model,
    baseline: Baseline | null,
    window: Window,
    question: ColumnQuestion & Deployment,
  ): Promise<ReadonlyMap<string, WindowProfile>>;
  baseline(
    model: Model,
    baseline: Baseline,
    question: ColumnQuestion,
  ): Promise<ReadonlyMap<string, WindowProfile>>;
}
