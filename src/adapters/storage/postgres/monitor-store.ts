import type { Pool } from 'pg';
import type { MessageWriter } from '../../../monitoring/alert/alert-change.ts';
import type { MonitorDraft, MonitorStore } from '../../../monitoring/monitor/monitor-store.ts';
import { ROWS_CHECK_ID } from '../../../monitoring/monitor/rows-check.ts';
import type { Calibration } from '../../../monitoring/threshold/threshold.ts';
import { groupBy } from '../../../stats/summary/group-by.ts';
import { newId } from '../../new-id.ts';
import { closeAlerts } from './alerts/close-alerts.ts';
import { type Definition, MONITOR_COLUMNS, type MonitorRow, toMonitor } from './monitor-rows.ts';
import { isNameTaken } from './name-taken.ts';
import { inTransaction, type Queryable } from './transaction.ts';

const definitionOf = (draft: MonitorDraft): Definition => ({
  cadence: draft.cadence,
  variant: draft.variant,
  environment: draft.environment,
  segment: draft.segment,
  segmentsOf: draft.segmentsOf,
  checks: draft.checks,
  noData: draft.noData,
  budget: draft.budget,
  persistence: draft.persistence,
  resolveAfter: draft.resolveAfter,
  cooldownMs: draft.cooldownMs,
});

interface CalibrationRow {
  readonly monitor_id: string;
  readonly check_id: string;
  readonly calibration: Calibration;
}

/** One index look-up a monitor. */
const CALIBRATIONS = `
  SELECT m.monitor_id, r ->> 'checkId' AS check_id, r -> 'calibration' AS calibration
  FROM monitors m CROSS JOIN LATERAL (
    SELECT results FROM evaluations e WHERE e.monitor_id = m.monitor_id
    ORDER BY window_start DESC, revision DESC LIMIT 1
  ) latest CROSS JOIN LATERAL jsonb_array_elements(latest.results) r
  WHERE m.model_id = $1 AND m.deleted_at IS NULL AND r ? 'calibration'
    AND r ->> 'segment' = m.definition ->> 'segment'`;

export function createMonitorStore(pool: Pool): MonitorStore {
  return {
    async create({ projectId, modelId }, draft, historyUntilMs) {
      const inserted = pool.query<MonitorRow>(
        `INSERT INTO monitors (monitor_id, project_id, model_id, name, definition, enabled, history_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${MONITOR_COLUMNS}`,
        [
          newId('mon'),
          projectId,
          modelId,
          draft.name,
          JSON.stringify(definitionOf(draft)),
          draft.enabled,
          historyUntilMs === null ? null : new Date(historyUntilMs),
        ],
      );
      try {
        return toMonitor(only((await inserted).rows));
      } catch (error) {
        if (isNameTaken(error)) return 'name_taken';
        throw error;
      }
    },

    async get(projectId, monitorId) {
      const { rows } = await pool.query<MonitorRow>(
        `SELECT ${MONITOR_COLUMNS} FROM monitors
         WHERE project_id = $1 AND monitor_id = $2 AND deleted_at IS NULL`,
        [projectId, monitorId],
      );
      return rows[0] === undefined ? null : toMonitor(rows[0]);
    },

    async list(modelId) {
      const { rows } = await pool.query<MonitorRow>(
        `SELECT ${MONITOR_COLUMNS} FROM monitors
         WHERE model_id = $1 AND deleted_at IS NULL ORDER BY name`,
        [modelId],
      );
      return rows.map(toMonitor);
    },

    async calibrations(modelId) {
      const { rows } = await pool.query<CalibrationRow>(CALIBRATIONS, [modelId]);
      const byMonitor = groupBy(rows, (row) => row.monitor_id);
      return new Map(
        [...byMonitor].map(([monitorId, own]) => [
          monitorId,
          new Map(own.map((row) => [row.check_id, row.calibration])),
        ]),
      );
    },

    async update(projectId, monitorId, draft, write, ifVersion) {
      try {
        return await inTransaction(pool, async (client) => {
          const before = await lock(client, projectId, monitorId);
          if (before === null) return 'not_found';
          if (ifVersion !== undefined && ifVersion !== before.version) return 'edited_since';
          if (!sameScope(before, draft)) return 'scope_is_fixed';
          await closeWhatIsGone(client, before, draft, write);
          const { rows } = await client.query<MonitorRow>(
            `UPDATE monitors SET name = $2, definition = $3, enabled = $4, version = version + 1
             WHERE monitor_id = $1 RETURNING ${MONITOR_COLUMNS}`,
            [monitorId, draft.name, JSON.stringify(definitionOf(draft)), draft.enabled],
          );
          return toMonitor(only(rows));
        });
      } catch (error) {
        if (isNameTaken(error)) return 'name_taken';
        throw error;
      }
    },

    remove: (projectId, monitorId, write) =>
      inTransaction(pool, async (client) => {
        const monitor = await lock(client, projectId, monitorId);
        if (monitor === null) return false;
        const closing = { reason: 'monitor_deleted', checkIds: null };
        await closeAlerts(client, monitor, closing, write);
        await client.query('DELETE FROM due_revisions WHERE monitor_id = $1', [monitorId]);
        await client.query(
          'UPDATE monitors SET deleted_at = now(), enabled = false WHERE monitor_id = $1',
          [monitorId],
        );
        return true;
      }),
  };
}

async function lock(client: Queryable, projectId: string, monitorId: string) {
  const { rows } = await client.query<MonitorRow>(
    `SELECT ${MONITOR_COLUMNS} FROM monitors
     WHERE project_id = $1 AND monitor_id = $2 AND deleted_at IS NULL FOR UPDATE`,
    [projectId, monitorId],
  );
  return rows[0] === undefined ? null : toMonitor(rows[0]);
}

const SCOPE = ['cadence', 'variant', 'environment', 'segment', 'segmentsOf'] as const;

const sameScope = (before: MonitorDraft, draft: MonitorDraft): boolean =>
  SCOPE.every((field) => before[field] === draft[field]);

async function closeWhatIsGone(
  client: Queryable,
  before: ReturnType<typeof toMonitor>,
  draft: MonitorDraft,
  write: MessageWriter,
): Promise<void> {
  if (before.enabled && !draft.enabled) {
    const closing = { reason: 'monitor_disabled', checkIds: null };
    await closeAlerts(client, before, closing, write);
    return;
  }
  const kept = new Set(draft.checks.map((check) => check.checkId));
  const gone = before.checks.map((check) => check.checkId).filter((id) => !kept.has(id));
  if (before.noData === 'alert' && draft.noData === 'ignore') gone.push(ROWS_CHECK_ID);
  if (gone.length > 0) {
    await closeAlerts(client, before, { reason: 'check_removed', checkIds: gone }, write);
  }
}

function only(rows: readonly MonitorRow[]): MonitorRow {
  if (rows[0] === undefined) throw new Error('The statement returned no monitor.');
  return rows[0];
}
