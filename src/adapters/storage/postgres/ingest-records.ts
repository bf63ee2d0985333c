import type pg from 'pg';
import type { IngestRecords } from '../../../monitoring/ingest/ingest-accounting.ts';
import type { RowKind } from '../../../monitoring/ingest/ingest-log.ts';

interface QuarantineRow {
  quarantine_id: string;
  kind: RowKind;
  prediction_id: string;
  reason: string;
  quarantined_at: Date;
  payload: Buffer;
}

export function createIngestRecords(pool: pg.Pool): IngestRecords {
  return {
    async outcomes(modelId, kind) {
      const read = await pool.query<{ outcome: string; rows: string }>(
        `SELECT outcome, sum(rows) AS rows FROM ingest_counters
         WHERE model_id = $1 AND kind = $2 GROUP BY outcome ORDER BY outcome`,
        [modelId, kind],
      );
      return new Map(read.rows.map(({ outcome, rows }) => [outcome, Number(rows)]));
    },

    async quarantine(modelId, limit) {
      const read = await pool.query<QuarantineRow>(
        `SELECT quarantine_id, kind, prediction_id, reason, quarantined_at, payload
         FROM quarantine WHERE model_id = $1
         ORDER BY quarantined_at DESC, quarantine_id DESC LIMIT $2`,
        [modelId, limit],
      );
      return read.rows.map((row) => ({
        quarantineId: row.quarantine_id,
        kind: row.kind,
        predictionId: row.prediction_id,
        reason: row.reason,
        quarantinedAtMs: row.quarantined_at.getTime(),
        payload: row.payload,
      }));
    },
  };
}
