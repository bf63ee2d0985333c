import type { Parameters } from '../../metrics/metric.ts';
import type { MonitorDraft } from '../monitor/monitor-store.ts';
import type { ThresholdSpec } from '../threshold/threshold.ts';

/** A check worth making, before it is known how it is shared out over monitors. */
export interface ProposedCheck {
  readonly metric: string;
  /** As checks know it: column key, output, or null for the window as a whole. */
  readonly column: string | null;
  /** As people write it; null where the check looks at no column. */
  readonly name: string | null;
  readonly parameters: Parameters;
  readonly threshold: ThresholdSpec;
  /** Share of the false alarms granted, in proportion to the other checks' weights. */
  readonly weight: number;
  /** Why this metric, in a sentence for people. */
  readonly why: string;
}

export interface RecommendedCheck {
  readonly checkId: string;
  readonly metric: string;
  readonly column: string | null;
  readonly threshold: ThresholdSpec;
  readonly weight: number;
  readonly why: string;
}

export interface RecommendedMonitor {
  readonly draft: MonitorDraft;
  readonly why: string;
  /** One for each check of the draft, in its order. */
  readonly checks: readonly RecommendedCheck[];
}

/** What gets no monitor or no check, so that nobody takes it for watched. */
export interface PassedOver {
  readonly subject: string;
  readonly why: string;
}

export interface Recommendation {
  readonly monitors: readonly RecommendedMonitor[];
  readonly passedOver: readonly PassedOver[];
}
