import type { FastifyPluginAsync } from 'fastify';
import { METRIC_LIST_SCHEMA } from '../../contract/metric.ts';
import {
  MONITOR_DRAFT_SCHEMA,
  MONITOR_LIST_SCHEMA,
  MONITOR_PATCH_SCHEMA,
  MONITOR_SCHEMA,
  type MonitorBody,
  type MonitorDraftBody,
} from '../../contract/monitor.ts';
import { METRICS } from '../../metrics/metrics.ts';
import type { MessageWriter } from '../../monitoring/alert/alert-change.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { BaselineStore, ModelStore, MonitorStore } from '../../monitoring/ports.ts';
import type { ScheduledMonitor } from '../../monitoring/schedule/schedule.ts';
import { createMessageWriter } from '../jobs/evaluation/message-writer.ts';
import { describeMonitorBody, draftOf } from '../monitors/describe-monitor-body.ts';
import { readMonitorDraft } from '../monitors/read-monitor-draft.ts';
import type { MutesNow } from '../quiet/read-mutes.ts';
import { ApiError } from './api-error.ts';

interface Deps {
  readonly models: Pick<ModelStore, 'find' | 'get'>;
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly monitors: MonitorStore;
  readonly mutesNow: MutesNow;
  readonly now: () => number;
  readonly publicUrl: string | null;
}

/** Each that fails is one that somebody else has won. */
const PATCH_ATTEMPTS = 50;
const BUSY_SECONDS = 1;

const TAGS = ['monitors'];
const READ = { config: { scope: 'read' } } as const;
const ADMIN = { config: { scope: 'admin' } } as const;

export function monitorRoutes(deps: Deps): FastifyPluginAsync {
  const { models, baselines, monitors, mutesNow, now, publicUrl } = deps;

  async function findModel(projectId: string, name: string): Promise<Model> {
    const model = await models.find(projectId, name);
    if (model === null) throw new ApiError('model_not_found', { detail: { model: name } });
    return model;
  }

  async function findMonitor(projectId: string, monitorId: string) {
    const monitor = await monitors.get(projectId, monitorId);
    const model = monitor === null ? null : await models.get(monitor.modelId);
    if (monitor === null || model === null) throw notFound(monitorId);
    return { monitor, model };
  }

  async function writerFor(monitor: ScheduledMonitor, model: Model) {
    const baseline = await baselines.activeFor(model.modelId, null);
    return createMessageWriter({ model, monitor, baseline, publicUrl, nowMs: now() });
  }

  /** Null where a version was given and somebody has edited the monitor since. */
  async function edit(
    { projectId, monitorId }: ScheduledMonitor,
    model: Model,
    body: MonitorDraftBody,
    write: MessageWriter,
    ifVersion?: number,
  ): Promise<MonitorBody | null> {
    const baseline = await baselines.activeFor(model.modelId, null);
    const draft = readMonitorDraft(body, model, baseline);
    const updated = await monitors.update(projectId, monitorId, draft, write, ifVersion);
    if (updated === 'edited_since') return null;
    if (updated === 'not_found') throw notFound(monitorId);
    if (updated === 'name_taken') throw nameTaken(draft.name);
    if (updated === 'scope_is_fixed') throw new ApiError('monitor_scope_fixed');
    return describeMonitorBody(updated, model);
  }

  /** What a patch leaves out stays as it is now, not as it was when the patch was read. */
  async function patch(projectId: string, monitorId: string, body: Partial<MonitorDraftBody>) {
    for (let attempt = 0; attempt < PATCH_ATTEMPTS; attempt++) {
      const { monitor, model } = await findMonitor(projectId, monitorId);
      const whole = { ...draftOf(monitor, model), ...body };
      const write = await writerFor(monitor, model);
      const patched = await edit(monitor, model, whole, write, monitor.version);
      if (patched !== null) return patched;
    }
    throw new ApiError('storage_unavailable', { retryAfterSeconds: BUSY_SECONDS });
  }

  return async (app) => {
    app.get(
      '/v1/metrics',
      {
        ...READ,
        schema: {
          operationId: 'listMetrics',
          summary: 'What can be measured, with parameters, units and ranges',
          tags: TAGS,
          response: { 200: METRIC_LIST_SCHEMA },
        },
      },
      async () => ({
        metrics: METRICS.map(({ descriptor }) => ({
          ...descriptor,
          tasks: 'tasks' in descriptor ? descriptor.tasks : [],
          range: descriptor.range.map((end) => (Number.isFinite(end) ? end : null)),
        })),
      }),
    );

    app.post<{ Params: { model: string }; Body: MonitorDraftBody }>(
      '/v1/models/:model/monitors',
      {
        ...ADMIN,
        schema: {
          operationId: 'createMonitor',
          summary: 'Watch a model: checks, their bounds, and how often',
          tags: TAGS,
          body: MONITOR_DRAFT_SCHEMA,
          response: { 201: MONITOR_SCHEMA },
        },
      },
      async (request, reply) => {
        const model = await findModel(request.access.projectId, request.params.model);
        const baseline = await baselines.activeFor(model.modelId, null);
        const draft = readMonitorDraft(request.body, model, baseline);
        const historyUntilMs = model.clock === 'replay' ? model.watermarkMs : now();
        const created = await monitors.create(model, draft, historyUntilMs);
        if (created === 'name_taken') throw nameTaken(draft.name);
        reply.code(201);
        return describeMonitorBody(created, model);
      },
    );

    app.get<{ Params: { model: string } }>(
      '/v1/models/:model/monitors',
      {
        ...READ,
        schema: {
          operationId: 'listMonitors',
          summary: 'The monitors of a model',
          tags: TAGS,
          response: { 200: MONITOR_LIST_SCHEMA },
        },
      },
      async (request) => {
        const model = await findModel(request.access.projectId, request.params.model);
        const listed = await monitors.list(model.modelId);
        const facts = await monitors.calibrations(model.modelId);
        const mutes = await mutesNow(request.access.projectId);
        return {
          monitors: listed.map((monitor) =>
            describeMonitorBody(monitor, model, facts.get(monitor.monitorId), mutes),
          ),
        };
      },
    );

    app.get<{ Params: { monitorId: string } }>(
      '/v1/monitors/:monitorId',
      {
        ...READ,
        schema: {
          operationId: 'getMonitor',
          summary: 'One monitor, and how far it has come',
          tags: TAGS,
          response: { 200: MONITOR_SCHEMA },
        },
      },
      async (request) => {
        const { projectId } = request.access;
        const { monitor, model } = await findMonitor(projectId, request.params.monitorId);
        const facts = await monitors.calibrations(model.modelId);
        const mutes = await mutesNow(projectId);
        return describeMonitorBody(monitor, model, facts.get(monitor.monitorId), mutes);
      },
    );

    app.put<{ Params: { monitorId: string }; Body: MonitorDraftBody }>(
      '/v1/monitors/:monitorId',
      {
        ...ADMIN,
        schema: {
          operationId: 'updateMonitor',
          summary: 'Edit a rule; alerts of what it no longer checks are closed',
          tags: TAGS,
          body: MONITOR_DRAFT_SCHEMA,
          response: { 200: MONITOR_SCHEMA },
        },
      },
      async (request) => {
        const { projectId } = request.access;
        const { monitor, model } = await findMonitor(projectId, request.params.monitorId);
        return edit(monitor, model, request.body, await writerFor(monitor, model));
      },
    );

    app.patch<{ Params: { monitorId: string }; Body: Partial<MonitorDraftBody> }>(
      '/v1/monitors/:monitorId',
      {
        ...ADMIN,
        schema: {
          operationId: 'patchMonitor',
          summary: 'Edit parts of a rule; what is left out stays as it is',
          tags: TAGS,
          body: MONITOR_PATCH_SCHEMA,
          response: { 200: MONITOR_SCHEMA },
        },
      },
      async (request) => {
        return patch(request.access.projectId, request.params.monitorId, request.body);
      },
    );

    app.delete<{ Params: { monitorId: string } }>(
      '/v1/monitors/:monitorId',
      {
        ...ADMIN,
        schema: {
          operationId: 'deleteMonitor',
          summary: 'Stop watching; measurements and alerts stay, open alerts are closed',
          tags: TAGS,
          response: { 204: { type: 'null', description: 'Deleted' } },
        },
      },
      async (request, reply) => {
        const { projectId } = request.access;
        const { monitorId } = request.params;
        const { monitor, model } = await findMonitor(projectId, monitorId);
        const write = await writerFor(monitor, model);
        if (!(await monitors.remove(projectId, monitorId, write))) throw notFound(monitorId);
        return reply.code(204).send();
      },
    );
  };
}

const notFound = (monitorId: string) =>
  new ApiError('monitor_not_found', { detail: { monitorId } });

const nameTaken = (name: string) =>
  new ApiError('name_taken', { where: 'body/name', detail: { name } });
