/** A half-open interval of event time. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

/** Lengths a monitor may ask for; days are local days of 23, 24 or 25 hours. */
export type Cadence = '5m' | '1h' | '1d';
