import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import {
  type BacktestBody,
  type BacktestRequestBody,
  backtestSchema,
} from '../../contract/backtest.ts';
import type { MonitorDraftBody } from '../../contract/monitor.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { BaselineStore, ModelStore, MonitorStore } from '../../monitoring/ports.ts';
import { isInCalendar, parseTime } from '../../monitoring/prediction/parse-time.ts';
import type { ScheduledMonitor } from '../../monitoring/schedule/schedule.ts';
import { describeBacktest } from '../backtest/describe-backtest.ts';
import { type BacktestDeps, runBacktest } from '../backtest/run-backtest.ts';
import { createBaselineHistories } from '../jobs/evaluation/baseline-histories.ts';
import { readMonitorDraft } from '../monitors/read-monitor-draft.ts';
import { runInSlices } from '../run-in-slices.ts';
import { ApiError } from './api-error.ts';
import { findModel } from './models.ts';

export interface BacktestRouteDeps extends Omit<BacktestDeps, 'histories'> {
  readonly models: Pick<ModelStore, 'find'>;
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly monitors: Pick<MonitorStore, 'list'>;
}

/** So long a caller waits; what was not judged by then is left out. */
const PATIENCE_MS = 30_000;
const BUSY_SECONDS = 5;

export function backtestRoutes(deps: BacktestRouteDeps): FastifyPluginAsync {
  const { models, baselines, monitors, now } = deps;
  let isRunning = false;

  async function findMonitor(model: Model, nameOrId: string): Promise<ScheduledMonitor> {
    const listed = await monitors.list(model.modelId);
    const found =
      listed.find((one) => one.monitorId === nameOrId) ??
      listed.find((one) => one.name === nameOrId);
    if (found !== undefined) return found;
    throw new ApiError('monitor_not_found', {
      where: 'body/monitor',
      detail: { monitor: nameOrId, known: listed.map((one) => one.name) },
    });
  }

  return async (app) => {
    app.post<{ Params: { model: string }; Body: BacktestRequestBody }>(
      '/v1/models/:model/backtest',
      { config: { scope: 'read' }, schema: backtestSchema },
      async (request): Promise<BacktestBody> => {
        const model = await findModel(models, request.access.projectId, request.params.model);
        const baseline = await baselines.activeFor(model.modelId, null);
        const { monitor: saved, draft, from, to } = request.body;
        const monitor =
          draft === undefined
            ? await findMonitor(model, saved ?? '')
            : asScheduled(readDraft(draft, model, baseline), model, now());
        const isSaved = draft === undefined;
        const fromMs = readTime('from', from);
        const toMs = readTime('to', to);
        const subject = { model, baseline, monitor, isSaved, fromMs, toMs };
        if (isRunning) throw new ApiError('backtest_busy', { retryAfterSeconds: BUSY_SECONDS });
        isRunning = true;
        try {
          const untilMs = now() + PATIENCE_MS;
          const goesOn = () => now() < untilMs && request.raw.socket.destroyed !== true;
          // Of this backtest alone: a draft is not asked about twice.
          const histories = createBaselineHistories(deps.profiles);
          const past = await runBacktest({ ...deps, histories }, subject, goesOn);
          const isHeard = () => request.raw.socket.destroyed !== true;
          const body = await runInSlices(describeBacktest(subject, past, now()), isHeard);
          if (body !== null) return body;
          throw new ApiError('backtest_busy', { retryAfterSeconds: BUSY_SECONDS });
        } finally {
          isRunning = false;
        }
      },
    );
  };
}

/** What is wrong with a draft is said at its place in this body. */
function readDraft(body: MonitorDraftBody, model: Model, baseline: Baseline | null) {
  try {
    return readMonitorDraft(body, model, baseline);
  } catch (error) {
    if (!(error instanceof ApiError) || error.where === undefined) throw error;
    const where = error.where.replace(/^body/, 'body/draft');
    const detail = error.detail === undefined ? {} : { detail: error.detail };
    throw new ApiError(error.code, { where, ...detail, cause: error });
  }
}

const asScheduled = (
  draft: ReturnType<typeof readMonitorDraft>,
  { projectId, modelId }: Model,
  nowMs: number,
): ScheduledMonitor => ({
  ...draft,
  projectId,
  modelId,
  // Nothing is stored under it, and nothing that was learnt for another draft is taken for it.
  monitorId: `draft_${randomUUID()}`,
  version: 1,
  createdAtMs: nowMs,
  historyUntilMs: null,
  evaluatedUntilMs: null,
});

function readTime(name: 'from' | 'to', value: string | number | undefined): number | null {
  if (value === undefined) return null;
  const ms = parseTime(value);
  if (ms !== null && isInCalendar(ms)) return ms;
  throw new ApiError('invalid_request', {
    where: `body/${name}`,
    detail: 'must be ISO 8601 with a zone or milliseconds since 1970, before the year 10000',
  });
}
