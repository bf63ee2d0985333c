import type { FastifyPluginAsync } from 'fastify';
import { BadFileError, type FileFormat } from '../../adapters/sources/file-rows.ts';
import { readRows } from '../../adapters/sources/read-rows.ts';
import {
  BASELINE_DETAIL_SCHEMA,
  BASELINE_LIST_SCHEMA,
  BASELINE_QUERY_SCHEMA,
  type BaselineDetailBody,
  type BaselineQuery,
  CREATED_BASELINE_SCHEMA,
  type CreatedBaselineBody,
} from '../../contract/baseline.ts';
import { MODEL_PARAMS_SCHEMA } from '../../contract/model.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { BaselineStore, KeyStore } from '../../monitoring/ports.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import {
  type BaselineDeps,
  type CreatedBaseline,
  createBaseline,
} from '../baseline/create-baseline.ts';
import { describeBaseline, describeBaselineDetail } from '../baseline/describe-baseline.ts';
import { type FilePlace, withReceivedFile } from '../files/receive-file.ts';
import { ApiError } from './api-error.ts';
import { findModel } from './models.ts';
import { nameActor } from './name-actor.ts';

export interface BaselineRouteDeps extends BaselineDeps {
  readonly files: FilePlace;
  readonly keys: Pick<KeyStore, 'list'>;
  readonly onChange: (projectId: string, name: string) => void;
}

export async function findBaseline(
  baselines: Pick<BaselineStore, 'get'>,
  model: Model,
  baselineId: string,
): Promise<Baseline> {
  const baseline = await baselines.get(baselineId);
  if (baseline !== null && baseline.modelId === model.modelId) return baseline;
  throw new ApiError('baseline_not_found', { detail: { baseline: baselineId } });
}

const FORMATS: Readonly<Record<string, FileFormat>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/vnd.apache.parquet': 'parquet',
};
const FILE_BODIES = {
  'text/csv': { type: 'string', description: 'With a header.' },
  'application/x-ndjson': { type: 'string', description: 'One JSON object a line.' },
  'application/vnd.apache.parquet': { type: 'string', format: 'binary' },
};
const CATEGORIES_SHOWN = 20;

export function baselineRoutes(deps: BaselineRouteDeps): FastifyPluginAsync {
  return async (app) => {
    // Files are streamed to disk; parsing them here would hold them in memory.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(Object.keys(FORMATS), (_request, payload, done) =>
      done(null, payload),
    );
    const common = { tags: ['baselines'], params: MODEL_PARAMS_SCHEMA };

    app.post<{
      Params: { model: string };
      Querystring: BaselineQuery;
      Body: NodeJS.ReadableStream;
    }>(
      '/v1/models/:model/baselines',
      {
        config: { scope: 'admin' },
        schema: {
          ...common,
          operationId: 'createBaseline',
          summary: 'Make a baseline of a file (CSV, NDJSON, Parquet; gzip), sent as the body',
          description:
            'Kinds, ranges and identifiers of features are inferred and may be edited afterwards. ' +
            'Rows are kept, and so are their counts.',
          rawBody: FILE_BODIES,
          querystring: BASELINE_QUERY_SCHEMA,
          response: { 201: CREATED_BASELINE_SCHEMA },
        },
      },
      async (request, reply): Promise<CreatedBaselineBody> => {
        const { projectId } = request.access;
        const { query } = request;
        const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
        const format = FORMATS[type];
        if (format === undefined || request.body === undefined) {
          throw new ApiError('unsupported_media_type', { detail: { contentType: type } });
        }
        const model = await findModel(deps.models, projectId, request.params.model);
        const createdBy = await nameActor(deps.keys, projectId, request.access.keyId);
        try {
          const created = await withReceivedFile(request.raw, request.headers, deps.files, (path) =>
            createBaseline(deps, {
              model,
              name: query.name ?? 'baseline',
              version: query.version ?? null,
              output: query.output ?? null,
              columns: readColumns(query),
              seed: query.seed ?? 0,
              createdBy,
              open: () => readRows(path, format),
            }),
          );
          reply.code(201);
          return describeCreated(created);
        } catch (error) {
          if (error instanceof BadFileError) {
            throw new ApiError('bad_file', { detail: error.message, cause: error });
          }
          throw error;
        } finally {
          deps.onChange(projectId, model.name);
        }
      },
    );

    app.get<{ Params: { model: string } }>(
      '/v1/models/:model/baselines',
      {
        config: { scope: 'read' },
        schema: {
          ...common,
          operationId: 'listBaselines',
          summary: 'The baselines of a model, newest first',
          response: { 200: BASELINE_LIST_SCHEMA },
        },
      },
      async (request) => {
        const model = await findModel(deps.models, request.access.projectId, request.params.model);
        return { baselines: (await deps.baselines.list(model.modelId)).map(describeBaseline) };
      },
    );

    app.get<{ Params: { model: string; baselineId: string } }>(
      '/v1/models/:model/baselines/:baselineId',
      {
        config: { scope: 'read' },
        schema: {
          ...common,
          operationId: 'getBaseline',
          summary: 'One baseline with the grids of its columns',
          response: { 200: BASELINE_DETAIL_SCHEMA },
        },
      },
      async (request): Promise<BaselineDetailBody> => {
        const model = await findModel(deps.models, request.access.projectId, request.params.model);
        const baseline = await findBaseline(deps.baselines, model, request.params.baselineId);
        return describeBaselineDetail(baseline);
      },
    );
  };
}

function readColumns(query: BaselineQuery) {
  return {
    time: query.time ?? null,
    predictionId: query.predictionId ?? null,
    version: query.versionColumn ?? null,
    score: query.score ?? null,
    decision: query.decision ?? null,
    value: query.value ?? null,
    label: query.label ?? null,
    weight: query.weight ?? null,
    latency: query.latency ?? null,
    exclude: splitNames(query.exclude ?? ''),
  };
}

/** Names between commas; a comma within a name has a backslash before it. */
const splitNames = (list: string): string[] =>
  list
    .split(/(?<!\\),/)
    .map((name) => name.replaceAll('\\,', ',').trim())
    .filter((name) => name !== '');

function describeCreated({ baseline, model, features, warnings }: CreatedBaseline) {
  const ids = new Map(model.features.map((feature) => [feature.name, feature.featureId]));
  return {
    baseline: describeBaseline(baseline),
    features: features.map(({ draft, inferred, outcome }) => ({
      name: draft.name,
      column: featureColumn(ids.get(draft.name) ?? 0),
      kind: draft.kind,
      outcome,
      range: draft.range,
      categories: inferred.categories?.slice(0, CATEGORIES_SHOWN) ?? [],
      nullable: inferred.nullable,
      distinctRatio: inferred.distinctRatio,
      identifier: draft.identifier,
      note: inferred.note,
    })),
    warnings,
  };
}
