import type { RowKind } from './ingest-log.ts';

/** Rows by what became of them, since the model was made. */
export type OutcomeCounts = ReadonlyMap<string, number>;

export interface IdentityCounts {
  readonly distinct: number;
  /** Identities that were sent with more than one content. */
  readonly conflicts: number;
}

export interface KeptRow {
  readonly quarantineId: string;
  readonly kind: RowKind;
  readonly predictionId: string;
  readonly reason: string;
  readonly quarantinedAtMs: number;
  readonly payload: Uint8Array;
}

/** Port: what the log counted, and the rows it had to set aside. */
export interface IngestRecords {
  outcomes(modelId: string, kind: RowKind): Promise<OutcomeCounts>;
  /** Latest first. */
  quarantine(modelId: string, limit: number): Promise<readonly KeptRow[]>;
}

/** Port: what the store holds. */
export interface IdentityCounter {
  count(projectId: string, modelId: string, kind: RowKind): Promise<IdentityCounts>;
}

/** What became of rows, and where it was asked for, of how many identities they are. */
export interface RowAccount extends Partial<IdentityCounts> {
  readonly received: number;
  readonly accepted: number;
  readonly refused: number;
  readonly refusedByCode: Readonly<Record<string, number>>;
  readonly repeated: number;
  readonly early: number;
  readonly stored: number;
  readonly quarantined: number;
}

const NO_REFUSALS: ReadonlySet<string> = new Set([
  'accepted',
  'repeated',
  'early',
  'stored',
  'quarantined',
]);

/** Adds the counters up: every outcome that is not one of ours is the code of a refusal. */
export function accountRows(
  outcomes: OutcomeCounts,
  identities: IdentityCounts | null,
): RowAccount {
  const refusals = [...outcomes].filter(([outcome]) => !NO_REFUSALS.has(outcome));
  const refused = refusals.reduce((sum, [, rows]) => sum + rows, 0);
  const of = (outcome: string) => outcomes.get(outcome) ?? 0;
  return {
    received: of('accepted') + refused,
    accepted: of('accepted'),
    refused,
    refusedByCode: Object.fromEntries(refusals),
    repeated: of('repeated'),
    early: of('early'),
    stored: of('stored'),
    quarantined: of('quarantined'),
    ...identities,
  };
}
