export interface PredictionOutput {
  readonly name: string;
  readonly score: number | null;
  readonly decision: string | null;
  readonly value: number | null;
}

/** One logged inference. Feature values are as they came: placing them by kind is the
 *  business of `placeValue`, and a bad value never costs its row. */
export interface Prediction {
  readonly predictionId: string;
  readonly eventTimeMs: number;
  readonly version: string;
  readonly variant: string;
  readonly environment: string;
  readonly features: Readonly<Record<string, unknown>>;
  readonly outputs: readonly PredictionOutput[];
  readonly status: 'ok' | 'error';
  readonly errorCode: string;
  readonly latencyMs: number | null;
  readonly weight: number;
  readonly subjectKey: string;
  readonly traceId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** JSON text, never looked into. */
  readonly metadata: string;
}

/** Ground truth. `text` for classes, `number` for regression. */
export interface Label {
  readonly predictionId: string;
  readonly output: string;
  readonly text: string | null;
  readonly number: number | null;
  readonly labelledAtMs: number;
  /** The prediction's event time where the sender knows it. */
  readonly predictedAtMs: number | null;
}

export const DEFAULT_OUTPUT = 'default';
export const CHAMPION = 'champion';
export const PRODUCTION = 'production';

/** Why a feature has no usable value in a stored row; absent features leave no mark at all. */
export const FLAW_CODES = { null: 1, nan: 2, infinite: 3, mismatched: 4 } as const;
export type Flaw = keyof typeof FLAW_CODES;
