import type { ColumnKind } from '../../metrics/profile.ts';

export type Task = 'binary' | 'multiclass' | 'regression';

/** What a model answers with. `default` names the only output of most models. */
export interface OutputDeclaration {
  readonly name: string;
  readonly task: Task;
  /** Empty for regression. For `binary`, `positiveClass` is the one that `score` is about. */
  readonly classes: readonly string[];
  readonly positiveClass: string | null;
}

/** `wall`: windows close by the server's clock. `replay`: by explicit calls. */
export type Clock = 'wall' | 'replay';

/** How critical a feature is to the business, whatever its importance to the model. */
export type Criticality = 'low' | 'normal' | 'high';

/** A feature is an id and a kind epoch: `age` turning from number to text is a new column. */
export interface Feature {
  readonly featureId: number;
  readonly name: string;
  readonly kind: ColumnKind;
  readonly epoch: number;
  readonly range: readonly [min: number, max: number] | null;
  /** Share of the model's decision that hangs on it, 0 to 1; null if nobody said. */
  readonly importance: number | null;
  readonly criticality: Criticality;
  /** More than 10k or 50 % distinct values: format and missing checks only. */
  readonly identifier: boolean;
}

export interface Model {
  readonly projectId: string;
  readonly modelId: string;
  readonly name: string;
  /** IANA name; days and hours of windows are local ones. */
  readonly timeZone: string;
  readonly clock: Clock;
  /** Event time up to which a replay has been declared complete. */
  readonly watermarkMs: number | null;
  /** How long after its end a window still waits for late rows. */
  readonly latenessMs: number;
  /** Profiles are counted in cells of this length; longer windows are sums of cells. */
  readonly cellMs: CellMs;
  readonly outputs: readonly OutputDeclaration[];
  readonly features: readonly Feature[];
  /** Declared segment dimensions: names of features. */
  readonly segmentBy: readonly string[];
  /** Raised by every change of features or outputs; ingest logs carry it. */
  readonly schemaVersion: number;
}

export const FIVE_MINUTES_MS = 300_000;
export const HOUR_MS = 3_600_000;
export type CellMs = typeof FIVE_MINUTES_MS | typeof HOUR_MS;

export const MAXIMUM_FEATURES = 2_000;
