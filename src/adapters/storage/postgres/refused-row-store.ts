import type pg from 'pg';
import type { RowKind } from '../../../monitoring/ingest/ingest-log.ts';
import {
  MOST_REFUSED_ROWS,
  type RefusedRowStore,
} from '../../../monitoring/ingest/refused-row-store.ts';
import { newId } from '../../new-id.ts';

interface Row {
  refused_id: string;
  kind: RowKind;
  code: string;
  message: string;
  raw: string;
  refused_at: Date;
}

/** PostgreSQL has no zero byte in text. */
const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd');

export function createRefusedRowStore(pool: pg.Pool): RefusedRowStore {
  return {
    async keep({ projectId, modelId }, rows) {
      if (rows.length === 0) return;
      await pool.query(
        `INSERT INTO refused_rows
           (refused_id, project_id, model_id, kind, code, message, raw, refused_at)
         SELECT id, $1, $2, kind, code, message, raw, to_timestamp(at / 1000.0)
         FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[])
           AS row (id, kind, code, message, raw, at)`,
        [
          projectId,
          modelId,
          rows.map(() => newId('ref')),
          rows.map((row) => row.kind),
          rows.map((row) => row.code),
          rows.map((row) => storable(row.message)),
          rows.map((row) => storable(row.raw)),
          rows.map((row) => row.refusedAtMs),
        ],
      );
      await pool.query(
        `DELETE FROM refused_rows WHERE model_id = $1 AND refused_id < (
           SELECT refused_id FROM refused_rows WHERE model_id = $1
           ORDER BY refused_id DESC LIMIT 1 OFFSET $2)`,
        [modelId, MOST_REFUSED_ROWS - 1],
      );
    },

    async list(modelId, limit, beforeId) {
      const read = await pool.query<Row>(
        `SELECT refused_id, kind, code, message, raw, refused_at FROM refused_rows
         WHERE model_id = $1 AND ($3::text IS NULL OR refused_id < $3)
         ORDER BY refused_id DESC LIMIT $2`,
        [modelId, limit, beforeId],
      );
      return read.rows.map((row) => ({
        refusedId: row.refused_id,
        kind: row.kind,
        code: row.code,
        message: row.message,
        raw: row.raw,
        refusedAtMs: row.refused_at.getTime(),
      }));
    },
  };
}
