import { Ajv } from 'ajv';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChannelSenders } from '../../adapters/channels/senders.ts';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createBaselineStore } from '../../adapters/storage/postgres/baseline-store.ts';
import { createChannelStore } from '../../adapters/storage/postgres/channel-store.ts';
import { createEvaluationStore } from '../../adapters/storage/postgres/evaluation-store.ts';
import { createKeyStore } from '../../adapters/storage/postgres/key-store.ts';
import { createModelStore } from '../../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../../adapters/storage/postgres/monitor-store.ts';
import { createScheduleStore } from '../../adapters/storage/postgres/schedule-store.ts';
import { ALERT_MESSAGE_SCHEMA } from '../../contract/alert-message.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { checkResult, HOUR_MS } from '../../testing/control-plane.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createTestModel } from '../../testing/ingest-rig.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { startReceiver, status } from '../../testing/webhook-receiver.ts';
import { createMessageWriter } from '../jobs/evaluation/message-writer.ts';
import { alertRoutes } from './alerts.ts';
import { channelRoutes } from './channels.ts';
import { monitorRoutes } from './monitors.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let app: FastifyInstance;
let modelName: string;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  const { pool } = postgres;
  const models = createModelStore(pool);
  const now = Date.now;
  app = await createTestApp({
    routes: [
      monitorRoutes({
        mutesNow: async () => [],
        models,
        baselines: createBaselineStore(pool),
        monitors: createMonitorStore(pool),
        now,
        publicUrl: 'https://leeway.example/',
      }),
      alertRoutes({
        alerts: createAlertStore(pool),
        models,
        keys: createKeyStore(pool),
        mutes: async () => new Map(),
      }),
      channelRoutes({ channels: createChannelStore(pool), senders: createChannelSenders(), now }),
    ],
  });
  modelName = `<b>"fraud"; DROP TABLE monitors`;
  await createTestModel(pool, { name: modelName, segmentBy: ['country'] });
});
afterAll(async () => {
  await app.close();
  await postgres.drop();
});

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object) {
  const response = await app.inject({
    method,
    url,
    ...(body === undefined ? {} : { payload: body }),
  });
  return {
    status: response.statusCode,
    body: response.body === '' ? null : JSON.parse(response.body),
  };
}

const monitorsUrl = () => `/v1/models/${encodeURIComponent(modelName)}/monitors`;
const psi = {
  metric: 'population_stability_index',
  column: 'amount',
  threshold: { warning: 0.1, critical: 0.25 },
};
let monitors = 0;
const draft = (change: object = {}) => ({
  name: `monitor ${++monitors}`,
  cadence: '1h',
  checks: [psi],
  ...change,
});
const withCheck = (change: object) => draft({ checks: [{ ...psi, ...change }] });

describe('monitors', () => {
  it('are made with defaults, named checks and a sentence', async () => {
    const created = await call('POST', monitorsUrl(), draft({ segment: 'country=DE' }));
    expect(created).toMatchObject({
      status: 201,
      body: {
        model: modelName,
        version: 1,
        variant: 'champion',
        environment: 'production',
        noData: 'ignore',
        enabled: true,
        evaluatedUntil: null,
        checks: [
          {
            id: 'population_stability_index(amount)',
            column: 'amount',
            parameters: {},
            threshold: { strategy: 'fixed', warning: 0.1, critical: 0.25, side: 'above' },
          },
        ],
        sentence:
          'Every hour, for country=DE: Population stability index of amount, ' +
          'a warning above 0.1, critical above 0.25.',
      },
    });
    const { monitorId } = created.body;
    expect(await call('GET', `/v1/monitors/${monitorId}`)).toEqual({
      status: 200,
      body: created.body,
    });
    const listed = await call('GET', monitorsUrl());
    expect(listed.body.monitors).toContainEqual(created.body);
  });

  it.each([
    ['a metric that does not exist', withCheck({ metric: 'psi' }), 'unknown_metric', 'metric'],
    [
      'a column that does not exist',
      withCheck({ column: 'amuont' }),
      'unknown_model_column',
      'column',
    ],
    ['no column where one is needed', withCheck({ column: null }), 'invalid_check', 'column'],
    ['a column of another kind', withCheck({ column: 'note' }), 'invalid_check', 'column'],
    [
      'a parameter that does not exist',
      withCheck({ parameters: { bin: 4 } }),
      'invalid_check',
      'parameters',
    ],
    [
      'a parameter out of range',
      withCheck({ parameters: { bins: 1 } }),
      'invalid_check',
      'parameters',
    ],
    [
      'bounds out of order',
      withCheck({ threshold: { warning: 1, critical: 0.5 } }),
      'invalid_threshold',
      'threshold',
    ],
    ['no bound', withCheck({ threshold: {} }), 'invalid_threshold', 'threshold'],
    [
      'a side that must be said',
      draft({ checks: [{ metric: 'volume', threshold: { critical: 1 } }] }),
      'invalid_threshold',
      'side',
    ],
    [
      'a loss of more than all rows',
      draft({
        checks: [
          {
            metric: 'volume',
            threshold: { strategy: 'calibrated', side: 'below', criticalEffect: 1.5 },
          },
        ],
      }),
      'invalid_threshold',
      'criticalEffect',
    ],
    [
      'a column for a metric without one',
      draft({
        checks: [{ metric: 'volume', column: 'amount', threshold: { critical: 1, side: 'below' } }],
      }),
      'invalid_check',
      'column',
    ],
    [
      'an output that does not exist',
      draft({ checks: [{ metric: 'accuracy', column: 'x', threshold: { critical: 0.5 } }] }),
      'unknown_model_column',
      'column',
    ],
    ['two checks of one id', draft({ checks: [psi, psi] }), 'duplicate_check', 'checks/1'],
    ['the id that is taken', withCheck({ id: 'rows' }), 'duplicate_check', 'checks/0'],
    ['windows shorter than cells', draft({ cadence: '5m' }), 'cadence_too_fine', 'cadence'],
    ['a cadence that does not exist', draft({ cadence: '2h' }), 'invalid_request', 'cadence'],
    ['a dimension that is not declared', draft({ segment: 'age=7' }), 'unknown_segment', 'segment'],
    ['a field that does not exist', draft({ tags: [] }), 'invalid_request', 'body'],
  ])('refuse %s', async (_, body, code, where) => {
    const refused = await call('POST', monitorsUrl(), body);
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe(code);
    expect(refused.body.error.where).toContain(where);
  });

  it('are edited as a whole, but watch what they watched', async () => {
    const { body: created } = await call('POST', monitorsUrl(), draft({ name: 'to edit' }));
    const url = `/v1/monitors/${created.monitorId}`;
    const accuracy = { metric: 'accuracy', threshold: { critical: 0.9 } };
    const edited = await call('PUT', url, draft({ name: 'edited', checks: [psi, accuracy] }));
    expect(edited).toMatchObject({
      status: 200,
      body: { version: 2, name: 'edited', checks: [{}, { id: 'accuracy', columnKey: 'default' }] },
    });
    const moved = await call('PUT', url, draft({ cadence: '1d' }));
    expect(moved).toMatchObject({ status: 409, body: { error: { code: 'monitor_scope_fixed' } } });
    const twin = await call('POST', monitorsUrl(), draft({ name: 'edited' }));
    expect(twin).toMatchObject({ status: 409, body: { error: { code: 'name_taken' } } });
    expect((await call('DELETE', url)).status).toBe(204);
    expect((await call('DELETE', url)).body.error.code).toBe('monitor_not_found');
    expect((await call('GET', url)).status).toBe(404);
  });

  it('of a model that does not exist are not found', async () => {
    const { body } = await call('POST', '/v1/models/none/monitors', draft());
    expect(body.error.code).toBe('model_not_found');
  });

  it('are made of metrics that can be listed', async () => {
    const { body } = await call('GET', '/v1/metrics');
    const listed = body.metrics.find((one: { id: string }) => one.id === psi.metric);
    expect(listed).toMatchObject({
      range: [0, null],
      unit: 'nats',
      accepts: ['numeric', 'categorical', 'boolean'],
    });
    expect(listed.parameters.properties.bins).toMatchObject({ type: 'integer' });
  });
});

describe('alerts', () => {
  it('are listed, read with their steps, and acknowledged', async () => {
    const { pool } = postgres;
    const models = createModelStore(pool);
    const model = await models.find('default', modelName);
    const { body: created } = await call('POST', monitorsUrl(), draft());
    const monitor = await createMonitorStore(pool).get('default', created.monitorId);
    if (model === null || monitor === null) throw new Error('nothing to watch');
    const amount = model.features.find((one) => one.name === 'amount')?.featureId ?? 0;
    const schedule = createScheduleStore(pool);
    const claim = { owner: 'me', nowMs: 1e12, leaseMs: 60_000, restMs: 0, fair: true };
    await schedule.claim(claim);
    const checkId = monitor.checks[0]?.checkId ?? '';
    const evaluations = createEvaluationStore(pool);
    const bodies: object[] = [];
    for (const [hour, verdict] of (['warning', 'critical'] as const).entries()) {
      const write = createMessageWriter({
        model,
        monitor,
        baseline: { baselineId: 'bsl_1', version: 'v1' },
        publicUrl: 'https://leeway.example/',
        nowMs: 5e11,
      });
      await evaluations.commit(
        {
          monitorId: monitor.monitorId,
          modelId: model.modelId,
          monitorVersion: 1,
          baselineId: 'bsl_1',
          windowStartMs: hour * HOUR_MS,
          windowEndMs: (hour + 1) * HOUR_MS,
          cause: 'scheduled',
          historical: false,
          evaluatedAtMs: 5e11 + hour,
          results: [checkResult(verdict, { checkId, column: featureColumn(amount) })],
          labelCoverage: null,
          partial: false,
        },
        {
          owner: 'me',
          nextWindowEndMs: null,
          committedAtMs: 5e11 + hour,
          write: (change) => {
            const text = write(change);
            bodies.push(text.body);
            return text;
          },
          beforeCommit: async () => {},
        },
      );
    }
    const listed = await call('GET', `/v1/alerts?open=true&model=${encodeURIComponent(modelName)}`);
    expect(listed.body.alerts).toMatchObject([
      {
        model: modelName,
        column: 'amount',
        metric: 'population_stability_index',
        state: 'firing',
        severity: 'critical',
        value: 0.4,
        critical: 0.25,
        openedWindow: '1970-01-01T00:00:00.000Z',
        lastWindow: '1970-01-01T01:00:00.000Z',
      },
    ]);
    const { alertId } = listed.body.alerts[0];
    expect((await call('GET', '/v1/alerts?open=false')).body.alerts).toEqual([]);
    const read = await call('GET', `/v1/alerts/${alertId}`);
    expect(read.body.steps).toMatchObject([
      // There is no channel yet.
      { kind: 'opened', reason: 'above_warning', notified: false, dropped: null, revision: 1 },
      { kind: 'escalated', reason: 'above_critical', notified: false, dropped: null },
    ]);
    expect(read.body.explanation).toMatch(/^Population stability index of amount .* was 0.4 on/);
    const acknowledged = await call('POST', `/v1/alerts/${alertId}/acknowledge`, { by: 'Ada' });
    expect(acknowledged.body).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Ada' });
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const body of bodies) {
      expect(ajv.validate({ ...ALERT_MESSAGE_SCHEMA }, body), ajv.errorsText()).toBe(true);
    }
    expect(bodies[0]).toMatchObject({
      type: 'alert.opened',
      data: {
        version: 'v1',
        bound: 0.1,
        link: `https://leeway.example/alerts/${alertId}`,
      },
    });
    await call('DELETE', `/v1/monitors/${monitor.monitorId}`);
    const over = await call('POST', `/v1/alerts/${alertId}/acknowledge`);
    expect(over).toMatchObject({ status: 409, body: { error: { code: 'alert_resolved' } } });
  });

  it('that do not exist are not found', async () => {
    expect((await call('GET', '/v1/alerts/alt_none')).body.error.code).toBe('alert_not_found');
    const { body } = await call('POST', '/v1/alerts/alt_none/acknowledge');
    expect(body.error.code).toBe('alert_not_found');
    expect((await call('GET', '/v1/alerts?model=none')).body.error.code).toBe('model_not_found');
  });
});

describe('channels', () => {
  const hook = (name: string, config: object = { url: 'http://127.0.0.1:1/' }) => ({
    name,
    kind: 'webhook',
    config,
  });
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

  it('show a secret once, and keep it through edits', async () => {
    const created = await call('POST', '/v1/channels', hook('on call'));
    expect(created.status).toBe(201);
    expect(created.body.secret).toMatch(/^whsec_/);
    const url = `/v1/channels/${created.body.channelId}`;
    const { secret: made, ...shown } = created.body;
    expect(await call('GET', url)).toEqual({ status: 200, body: shown });
    const edited = await call('PUT', url, { ...hook('night'), enabled: false });
    expect(edited.body).toEqual({ ...shown, name: 'night', enabled: false });
    const stored = await createChannelStore(postgres.pool).get('default', shown.channelId);
    expect(stored?.config).toMatchObject({ secret: made });
    const all = JSON.stringify((await call('GET', '/v1/channels')).body);
    expect(all).toContain('night');
    expect(all).not.toContain('whsec_');
    expect((await call('DELETE', url)).status).toBe(204);
    expect((await call('GET', url)).body.error.code).toBe('channel_not_found');
  });

  it.each([
    ['an address of another kind', { url: 'file:///etc/passwd' }, 'url'],
    ['what is no address', { url: 'example' }, 'url'],
    ['a password in the address', { url: 'https://ada:secret@example.com/' }, 'url'],
    ['a secret that is too short', { url: 'https://example.com/', secret: 'whsec_AAAA' }, 'secret'],
    ['a secret of another form', { url: 'https://example.com/', secret: 'hunter2' }, 'secret'],
  ])('refuse %s', async (_, config, where) => {
    const refused = await call('POST', '/v1/channels', hook('bad', config));
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_channel' } } });
    expect(refused.body.error.where).toContain(where);
  });

  it('are tested at once, with the answer of the receiver', async () => {
    const receiver = await startReceiver();
    const { url } = receiver;
    const { body } = await call('POST', '/v1/channels', hook('tested', { url, secret }));
    expect(body.secret).toBe(secret);
    const test = () => call('POST', `/v1/channels/${body.channelId}/test`);
    receiver.answerWith((response) => void response.end(`heard ${secret}\n`));
    expect((await test()).body).toEqual({
      outcome: 'delivered',
      detail: 'status 200',
      status: 200,
      response: 'heard …\n',
      durationMs: expect.any(Number),
    });
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'channel.test' });
    receiver.answerWith(status(410));
    expect((await test()).body).toMatchObject({ outcome: 'rejected', detail: 'status 410' });
    await receiver.stop();
    expect((await test()).body.outcome).toBe('retry');
    const twin = await call('POST', '/v1/channels', hook('tested'));
    expect(twin).toMatchObject({ status: 409, body: { error: { code: 'name_taken' } } });
  });
});
