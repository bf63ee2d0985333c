import { afterAll, beforeAll, describe } from 'vitest';
import { alertRulesSuite } from '../../../testing/alert-rules-suite.ts';
import { plantModel } from '../../../testing/control-plane.ts';
import { freshPostgres } from '../../../testing/engines.ts';
import { evaluationStoreSuite } from '../../../testing/evaluation-store-suite.ts';
import { createAlertStore } from './alert-store.ts';
import { createChannelStore } from './channel-store.ts';
import { createEvaluationStore } from './evaluation-store.ts';
import { createMonitorStore } from './monitor-store.ts';
import { createScheduleStore } from './schedule-store.ts';

describe('evaluations in Postgres', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  beforeAll(async () => {
    postgres = await freshPostgres({ migrated: true });
    await createChannelStore(postgres.pool).create('default', {
      name: 'hook',
      kind: 'webhook',
      config: { url: 'http://127.0.0.1:1/', secret: 'whsec_AAAA' },
      enabled: true,
    });
  });
  afterAll(() => postgres.drop());

  const stores = () => ({
    evaluations: createEvaluationStore(postgres.pool),
    monitors: createMonitorStore(postgres.pool),
    alerts: createAlertStore(postgres.pool),
    schedule: createScheduleStore(postgres.pool),
    newModel: () => plantModel(postgres.pool),
    async told(modelId: string) {
      const { rows } = await postgres.pool.query<{ told: string }>(
        `SELECT concat(body ->> 'kind', ' ', body ->> 'reason') AS told
         FROM notifications n JOIN alerts a ON a.alert_id = n.dedup_key
         WHERE a.model_id = $1 ORDER BY sequence`,
        [modelId],
      );
      return rows.map((row) => row.told);
    },
  });
  evaluationStoreSuite(stores);
  describe('rules', () => alertRulesSuite(stores));
});
