/** What the windows of a learning period say about the next one. */
export interface LearntBound {
  /** The cut-off, on the scale of the distance. */
  readonly bound: number;
  /** Variance between windows beyond what sampling explains, per degree of freedom. */
  readonly dispersion: number;
  readonly windows: number;
}
