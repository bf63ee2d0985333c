import type { FastifyPluginAsync } from 'fastify';
import {
  listProfilesSchema,
  type ProfileQuery,
  profileRecordSchema,
} from '../../contract/records.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { OverviewReadModel } from '../../monitoring/health/overview-read-model.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { BaselineStore, ModelStore } from '../../monitoring/ports.ts';
import type { ProfilePages } from '../../monitoring/records/records.ts';
import { columnsOfSchema } from '../read-api/columns-of-schema.ts';
import { readCursor, writeCursor } from '../read-api/cursor.ts';
import { findColumns } from '../read-api/find-columns.ts';
import { guardRead } from '../read-api/guard-read.ts';
import { describeProfile } from '../read-api/record-wire.ts';
import { formatOf, sendPage } from '../read-api/send-page.ts';
import { ApiError } from './api-error.ts';
import { readRange } from './read-time.ts';

export interface ProfileRoutesDeps {
  readonly models: Pick<ModelStore, 'find'>;
  readonly baselines: Pick<BaselineStore, 'get' | 'activeFor'>;
  readonly overview: Pick<OverviewReadModel, 'columns'>;
  readonly profiles: ProfilePages;
}

const COLUMNS = columnsOfSchema(profileRecordSchema);

/** `GET /v1/models/{model}/profiles`: what each cell of time holds of each column. */
export function profileRoutes(deps: ProfileRoutesDeps): FastifyPluginAsync {
  async function baselineOf(model: Model, asked: string | undefined): Promise<Baseline | null> {
    if (asked === undefined) return deps.baselines.activeFor(model.modelId, null);
    const found = await deps.baselines.get(asked);
    if (found?.modelId === model.modelId) return found;
    throw new ApiError('baseline_not_found', { where: 'querystring/baseline' });
  }

  return async (app) => {
    app.get<{ Params: { model: string }; Querystring: ProfileQuery }>(
      '/v1/models/:model/profiles',
      { config: { scope: 'read' }, schema: listProfilesSchema },
      async (request, reply) => {
        const format = formatOf(request);
        const { query, params, access } = request;
        const { column, segment, limit } = query;
        const model = await deps.models.find(access.projectId, params.model);
        if (model === null) throw new ApiError('model_not_found');
        const baseline = await baselineOf(model, query.baseline);
        const labels = await deps.overview.columns(model.modelId);
        const filter = {
          projectId: model.projectId,
          modelId: model.modelId,
          ...readRange(query),
          ...(column === undefined ? {} : { columns: findColumns(column, model, labels) }),
          ...(segment === undefined ? {} : { segment }),
        };
        const question = ['profiles', filter, baseline?.baselineId];
        const after = readCursor(query.cursor, question, [0, '', '', '', '', '', '']);
        const position = after && {
          cellStartMs: after[0],
          column: after[1],
          segment: after[2],
          version: after[3],
          variant: after[4],
          environment: after[5],
          gridId: after[6],
        };
        const asked = deps.profiles.page({ ...filter, baseline }, position, limit + 1);
        const found = await guardRead(asked);
        const rows = found.slice(0, limit);
        const last = found.length > rows.length ? rows.at(-1) : undefined;
        const columns = new Map(labels.map((one) => [one.column, one.name]));
        return sendPage(request, reply, format, {
          name: 'profiles',
          columns: COLUMNS,
          rows: rows.map((row) => describeProfile(row, model, baseline, { columns })),
          nextCursor:
            last === undefined
              ? null
              : writeCursor(question, [
                  last.cellStartMs,
                  last.column,
                  last.segment,
                  last.version,
                  last.variant,
                  last.environment,
                  last.gridId,
                ]),
        });
      },
    );
  };
}
