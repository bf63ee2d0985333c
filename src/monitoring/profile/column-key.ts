/** Names of the columns that profiles and checks speak of; features go by id, never by name. */
export type ColumnKey =
  | `feature:${number}`
  | `score:${string}`
  | `decision:${string}`
  | `value:${string}`
  | `label:${string}`
  | 'latency';

export const featureColumn = (featureId: number): ColumnKey => `feature:${featureId}`;
export const scoreColumn = (output: string): ColumnKey => `score:${output}`;
export const decisionColumn = (output: string): ColumnKey => `decision:${output}`;
export const valueColumn = (output: string): ColumnKey => `value:${output}`;
