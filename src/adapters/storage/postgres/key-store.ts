import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { ApiKey, KeyStore, Scope } from '../../../monitoring/access/access.ts';
import { newId } from '../../new-id.ts';

interface KeyRow {
  key_id: string;
  project_id: string;
  name: string;
  scope: Scope;
  created_at: Date;
  revoked_at: Date | null;
}

const COLUMNS = 'key_id, project_id, name, scope, created_at, revoked_at';

const toKey = (row: KeyRow): ApiKey => ({
  keyId: row.key_id,
  projectId: row.project_id,
  name: row.name,
  scope: row.scope,
  createdAtMs: row.created_at.getTime(),
  revokedAtMs: row.revoked_at?.getTime() ?? null,
});

/** 256 random bits need no slow hash. Looking up by the hash leaks nothing by its timing: who
 *  cannot invert SHA-256 cannot steer how far a comparison gets. */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

export function createKeyStore(pool: pg.Pool): KeyStore {
  return {
    async anyKeyExists() {
      // Revoked ones count: revoking the last key must not open the server.
      const found = await pool.query<{ any: boolean }>(
        'SELECT EXISTS (SELECT 1 FROM api_keys) AS any',
      );
      return found.rows[0]?.any === true;
    },

    async create(projectId, name, scope) {
      const secret = `lwy_${randomBytes(32).toString('base64url')}`;
      const inserted = await pool.query<KeyRow>(
        `INSERT INTO api_keys (key_id, project_id, name, scope, secret_hash)
         VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
        [newId('key'), projectId, name, scope, hashOf(secret)],
      );
      const row = inserted.rows[0];
      if (row === undefined) throw new Error('the insert of a key returned no row');
      return { key: toKey(row), secret };
    },

    async find(secret) {
      const found = await pool.query<KeyRow>(
        `SELECT ${COLUMNS} FROM api_keys WHERE secret_hash = $1 AND revoked_at IS NULL`,
        [hashOf(secret)],
      );
      return found.rows[0] === undefined ? null : toKey(found.rows[0]);
    },

    async list(projectId) {
      const found = await pool.query<KeyRow>(
        `SELECT ${COLUMNS} FROM api_keys WHERE project_id = $1 ORDER BY created_at, key_id`,
        [projectId],
      );
      return found.rows.map(toKey);
    },

    async revoke(projectId, keyId) {
      const updated = await pool.query(
        `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now())
         WHERE project_id = $1 AND key_id = $2`,
        [projectId, keyId],
      );
      return updated.rowCount === 1;
    },
  };
}
