/** Which columns of a baseline's file mean what; the others are features. */
export interface BaselineColumns {
  readonly time: string | null;
  readonly predictionId: string | null;
  readonly version: string | null;
  readonly score: string | null;
  readonly decision: string | null;
  readonly value: string | null;
  readonly label: string | null;
  readonly weight: string | null;
  readonly latency: string | null;
  readonly exclude: readonly string[];
}

/** Columns that are not features. */
export function takenColumns({ exclude, ...columns }: BaselineColumns): Set<string> {
  const taken = new Set(exclude);
  for (const column of Object.values(columns)) if (column !== null) taken.add(column);
  return taken;
}
