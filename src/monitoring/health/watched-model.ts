import type { CheckResult } from '../alert/alert.ts';
import type { Clock, Model } from '../model/model.ts';
import type { Verdict } from '../monitor/verdict.ts';
import type { Cadence } from '../window/window.ts';

/** Results of one window that share metric and verdict, with the one that says most. */
export interface ResultTally {
  readonly metric: string;
  readonly verdict: Verdict;
  readonly count: number;
  readonly example: CheckResult;
  /** As people know it; null where the metric looks at the whole window. */
  readonly columnName: string | null;
}

/** What one monitor said about one window, last revision. */
export interface Judgement {
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly labelCoverage: number | null;
  readonly tallies: readonly ResultTally[];
}

export interface WatchingMonitor {
  readonly monitorId: string;
  readonly name: string;
  readonly cadence: Cadence;
  readonly latest: Judgement | null;
  /** The latest window with labels: truth comes late, so performance is read here. */
  readonly labelled: Judgement | null;
}

/** A model with everything that its health is read from. */
export interface WatchedModel {
  readonly modelId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly watermarkMs: number | null;
  readonly latenessMs: number;
  readonly cellMs: Model['cellMs'];
  readonly hasBaseline: boolean;
  readonly monitors: readonly WatchingMonitor[];
  readonly openAlerts: { readonly critical: number; readonly warning: number };
  /** Open ones that nobody is told of, because of a silence. */
  readonly silencedAlerts: number;
}
