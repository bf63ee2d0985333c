import type { Parameters } from '../../metrics/metric.ts';
import type { ThresholdSpec } from '../threshold/threshold.ts';
import type { Cadence } from '../window/window.ts';

/** One metric on one column against one threshold. */
export interface Check {
  readonly checkId: string;
  readonly metric: string;
  /** Column key, output name for performance metrics, or null for the window as a whole. */
  readonly column: string | null;
  readonly parameters: Parameters;
  readonly threshold: ThresholdSpec;
}

/** What a window without rows means. */
export type NoDataPolicy = 'ignore' | 'alert';

export interface Monitor {
  readonly monitorId: string;
  readonly projectId: string;
  readonly modelId: string;
  readonly name: string;
  /** Raised by every edit; measurements carry it, so that series never mix in silence. */
  readonly version: number;
  readonly cadence: Cadence;
  readonly variant: string;
  readonly environment: string;
  /** `` for the whole model. */
  readonly segment: string;
  readonly checks: readonly Check[];
  readonly noData: NoDataPolicy;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  /** Windows that ended by then, in the time of the model's clock, are history: their alerts are
   *  `historical` and page nobody. Null on a replay that had not begun. */
  readonly historyUntilMs: number | null;
}
