import type { FastifyPluginAsync } from 'fastify';
import {
  ACKNOWLEDGE_SCHEMA,
  type AcknowledgeBody,
  ALERT_QUERY_SCHEMA,
  ALERT_SCHEMA,
  ALERT_WITH_STEPS_SCHEMA,
  type AlertBody,
  type AlertNameBody,
  type AlertNoteBody,
  type AlertQuery,
  type AlertStepBody,
  LIST_ALERTS_RESPONSE,
} from '../../contract/alert.ts';
import { priorityOf } from '../../monitoring/alert/find-urgent.ts';
import { rankAlert } from '../../monitoring/alert/rank-alert.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type {
  AlertNote,
  AlertReport,
  AlertStep,
  AlertStore,
  KeyStore,
  ModelStore,
} from '../../monitoring/ports.ts';
import type { Mute } from '../../monitoring/silence/silence.ts';
import { featureNames } from '../jobs/evaluation/message-writer.ts';
import type { ReadMutes } from '../quiet/read-mutes.ts';
import { columnsOfSchema } from '../read-api/columns-of-schema.ts';
import { readCursor, writeCursor } from '../read-api/cursor.ts';
import { readAlertFilter } from '../read-api/read-alert-filter.ts';
import { formatOf, sendPage } from '../read-api/send-page.ts';
import { ApiError } from './api-error.ts';
import { nameActor } from './name-actor.ts';

interface Deps {
  readonly alerts: AlertStore;
  readonly models: Pick<ModelStore, 'find' | 'get'>;
  readonly keys: Pick<KeyStore, 'list'>;
  readonly mutes: ReadMutes;
}

const TAGS = ['alerts'];
const COLUMNS = columnsOfSchema(ALERT_SCHEMA);
const READ = { config: { scope: 'read' } } as const;
const ADMIN = { config: { scope: 'admin' } } as const;

export function alertRoutes({ alerts, models, keys, mutes }: Deps): FastifyPluginAsync {
  /** Reports of several models, each column by its name. */
  async function describeAll(
    projectId: string,
    reports: readonly AlertReport[],
  ): Promise<AlertBody[]> {
    const words = new Map<string, ModelWords>();
    for (const modelId of new Set(reports.map((report) => report.modelId))) {
      words.set(modelId, wordsOf(await models.get(modelId)));
    }
    const open = reports.filter(({ state }) => state !== 'resolved').map((one) => one.alertId);
    const muted = await mutes(projectId, open);
    return reports.map((report) => ({
      ...describe(report, words.get(report.modelId) ?? wordsOf(null)),
      silencedBy: (muted.get(report.alertId) ?? []).map(describeMute),
    }));
  }

  async function describeOne(report: AlertReport): Promise<AlertBody> {
    const [body] = await describeAll(report.projectId, [report]);
    if (body === undefined) throw new Error('a report was lost');
    return body;
  }

  function answerTo(outcome: AlertReport | string, alertId: string): Promise<AlertBody> {
    if (typeof outcome !== 'string') return describeOne(outcome);
    if (outcome === 'not_found') throw notFound(alertId);
    const code = outcome === 'not_acknowledged' ? 'alert_not_acknowledged' : 'alert_resolved';
    throw new ApiError(code, { detail: { alertId } });
  }

  return async (app) => {
    app.get<{ Querystring: AlertQuery }>(
      '/v1/alerts',
      {
        ...READ,
        schema: {
          operationId: 'listAlerts',
          summary: 'Alerts of a project or of one model, latest first, page by page',
          tags: TAGS,
          querystring: ALERT_QUERY_SCHEMA,
          response: LIST_ALERTS_RESPONSE,
        },
      },
      async (request, reply) => {
        const format = formatOf(request);
        const { projectId } = request.access;
        const { model: name, limit, cursor } = request.query;
        const model = name === undefined ? undefined : await models.find(projectId, name);
        if (model === null) throw new ApiError('model_not_found', { detail: { model: name } });
        const filter = readAlertFilter(request.query, model);
        const question = ['alerts', filter];
        const at = readCursor(cursor, question, [0, 0, '', '']);
        const after = at && { rank: at[0], openedWindowMs: at[1], segment: at[2], alertId: at[3] };
        // One more than asked for: whether there is a next page.
        const found = await alerts.list(projectId, { ...filter, after, limit: limit + 1 });
        const page = found.slice(0, limit);
        const last = found.length > page.length ? page.at(-1) : undefined;
        return sendPage(request, reply, format, {
          name: 'alerts',
          columns: COLUMNS,
          rows: await describeAll(projectId, page),
          nextCursor: last === undefined ? null : writeCursor(question, placeOf(last)),
        });
      },
    );

    app.get<{ Params: { alertId: string } }>(
      '/v1/alerts/:alertId',
      {
        ...READ,
        schema: {
          operationId: 'getAlert',
          summary: 'One alert, with everything that happened to it',
          tags: TAGS,
          response: { 200: ALERT_WITH_STEPS_SCHEMA },
        },
      },
      async (request) => {
        const { alertId } = request.params;
        const report = await alerts.get(request.access.projectId, alertId);
        if (report === null) throw notFound(alertId);
        const urgent = await alerts.getAll(report.projectId, report.urgentWith);
        const { features } = wordsOf(await models.get(report.modelId));
        const steps = await alerts.steps(alertId);
        const notes = await alerts.notes(alertId);
        const { diagnosis } = report;
        return {
          ...(await describeOne(report)),
          urgentAlerts: urgent.map((one) => nameAlert(one, features)),
          diagnosis,
          steps: steps.map(describeStep),
          notes: notes.map(describeNote),
        };
      },
    );

    app.post<{ Params: { alertId: string }; Body: AcknowledgeBody | null }>(
      '/v1/alerts/:alertId/acknowledge',
      {
        ...ADMIN,
        schema: {
          operationId: 'acknowledgeAlert',
          summary: 'Say that somebody looks after an alert',
          tags: TAGS,
          body: ACKNOWLEDGE_SCHEMA,
          response: { 200: ALERT_SCHEMA },
        },
      },
      async (request) => {
        const { alertId } = request.params;
        const { by, comment = null } = request.body ?? {};
        const { projectId, keyId } = request.access;
        const author = by ?? (await nameActor(keys, projectId, keyId));
        return answerTo(await alerts.acknowledge(projectId, alertId, author, comment), alertId);
      },
    );

    app.post<{ Params: { alertId: string }; Body: AcknowledgeBody | null }>(
      '/v1/alerts/:alertId/unacknowledge',
      {
        ...ADMIN,
        schema: {
          operationId: 'unacknowledgeAlert',
          summary: 'Say that nobody looks after an alert any more',
          tags: TAGS,
          body: ACKNOWLEDGE_SCHEMA,
          response: { 200: ALERT_SCHEMA },
        },
      },
      async (request) => {
        const { alertId } = request.params;
        const { by, comment = null } = request.body ?? {};
        const { projectId, keyId } = request.access;
        const author = by ?? (await nameActor(keys, projectId, keyId));
        return answerTo(await alerts.unacknowledge(projectId, alertId, author, comment), alertId);
      },
    );
  };
}

const notFound = (alertId: string) => new ApiError('alert_not_found', { detail: { alertId } });

/** By the keys that a list is ordered by. */
const placeOf = (report: AlertReport) =>
  [rankAlert(report), report.openedWindowMs, report.segment, report.alertId] as const;

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** What a report needs of its model. */
interface ModelWords {
  readonly timeZone: string;
  readonly features: ReadonlyMap<string, string>;
}

const wordsOf = (model: Model | null): ModelWords => ({
  timeZone: model?.timeZone ?? 'UTC',
  features: model === null ? new Map() : featureNames(model),
});

const nameAlert = (
  { alertId, checkId, segment, result }: AlertReport,
  features: ModelWords['features'],
): AlertNameBody => ({
  alertId,
  metric: result?.metric ?? null,
  check: checkId,
  column: nameColumn(result?.column ?? null, features),
  segment,
});

function describe(
  report: AlertReport,
  { timeZone, features }: ModelWords,
): Omit<AlertBody, 'silencedBy'> {
  const { result } = report;
  return {
    ...nameAlert(report, features),
    model: report.modelName,
    monitorId: report.monitorId,
    monitor: report.monitorName,
    state: report.state,
    severity: report.severity,
    priority: priorityOf(report.urgentWith),
    urgentWith: report.urgentWith,
    historical: report.historical,
    withdrawn: report.withdrawn,
    openedWindow: iso(report.openedWindowMs),
    lastWindow: iso(report.lastWindowMs),
    resolvedWindow: isoOrNull(report.resolvedWindowMs),
    value: result?.value ?? null,
    warning: result?.warning ?? null,
    critical: result?.critical ?? null,
    n: result?.n ?? null,
    m: result?.m ?? null,
    acknowledgedAt: isoOrNull(report.acknowledgedAtMs),
    acknowledgedBy: report.acknowledgedBy,
    explanation: report.explanation,
    unrouted: report.unrouted,
    timeZone,
  };
}

const describeStep = (step: AlertStep): AlertStepBody => ({
  kind: step.kind,
  reason: step.reason,
  severity: step.severity,
  window: iso(step.windowStartMs),
  revision: step.revision,
  notified: step.notify,
  dropped: step.dropped,
  droppedBy: step.droppedBy,
  explanation: step.explanation,
  occurredAt: iso(step.occurredAtMs),
});

const describeNote = (note: AlertNote): AlertNoteBody => ({
  noteId: note.noteId,
  kind: note.kind,
  author: note.author,
  comment: note.comment,
  silenceId: note.silenceId,
  notified: note.notify,
  dropped: note.dropped,
  occurredAt: iso(note.occurredAtMs),
});

const describeMute = ({ silence, reason, untilMs }: Mute) => ({
  silenceId: silence.silenceId,
  reason,
  comment: silence.comment,
  author: silence.author,
  until: iso(untilMs),
});
