import type { FastifyPluginAsync } from 'fastify';
import {
  listMeasurementsSchema,
  listVerdictsSchema,
  measurementRecordSchema,
  type RecordQuery,
  verdictRecordSchema,
} from '../../contract/records.ts';
import type {
  ColumnLabel,
  OverviewReadModel,
} from '../../monitoring/health/overview-read-model.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { ModelStore } from '../../monitoring/ports.ts';
import type {
  MeasurementRecord,
  RecordFilter,
  RecordPages,
  VerdictRecord,
} from '../../monitoring/records/records.ts';
import { columnsOfSchema } from '../read-api/columns-of-schema.ts';
import { readCursor, writeCursor } from '../read-api/cursor.ts';
import { findColumns } from '../read-api/find-columns.ts';
import { guardRead } from '../read-api/guard-read.ts';
import { describeMeasurement, describeVerdict, type Names } from '../read-api/record-wire.ts';
import { formatOf, sendPage } from '../read-api/send-page.ts';
import { ApiError } from './api-error.ts';
import { readRange } from './read-time.ts';

export interface RecordRoutesDeps {
  readonly models: Pick<ModelStore, 'find'>;
  readonly overview: Pick<OverviewReadModel, 'columns' | 'monitorNames'>;
  readonly measurements: RecordPages<MeasurementRecord>;
  readonly verdicts: RecordPages<VerdictRecord>;
}

interface RecordRoute {
  Params: { model: string };
  Querystring: RecordQuery;
}

interface Listing<Row> {
  readonly name: 'measurements' | 'verdicts';
  readonly schema: typeof listMeasurementsSchema | typeof listVerdictsSchema;
  readonly record: Parameters<typeof columnsOfSchema>[0];
  readonly pages: RecordPages<Row>;
  readonly describe: (row: Row, names: Names) => object;
}

const READ = { scope: 'read' } as const;

/** `GET /v1/models/{model}/measurements` and `/verdicts`: what was published, page by page. */
export function recordRoutes(deps: RecordRoutesDeps): FastifyPluginAsync {
  const { models, overview } = deps;

  function filterOf(
    model: Model,
    query: RecordQuery,
    names: Names,
    labels: readonly ColumnLabel[],
  ): RecordFilter {
    const { check, metric, column, segment, verdict, revisions } = query;
    return {
      projectId: model.projectId,
      modelId: model.modelId,
      ...readRange(query),
      ...(query.monitor === undefined ? {} : { monitorId: findMonitor(query.monitor, names) }),
      ...(check === undefined ? {} : { checkId: check }),
      ...(metric === undefined ? {} : { metric }),
      ...(column === undefined ? {} : { columns: findColumns(column, model, labels) }),
      ...(segment === undefined ? {} : { segment }),
      ...(verdict === undefined ? {} : { verdict }),
      revisions,
    };
  }

  return async (app) => {
    function list<Row extends MeasurementRecord | VerdictRecord>(listing: Listing<Row>): void {
      const columns = columnsOfSchema(listing.record);
      app.get<RecordRoute>(
        `/v1/models/:model/${listing.name}`,
        { config: READ, schema: listing.schema },
        async (request, reply) => {
          const format = formatOf(request);
          const { query, params, access } = request;
          const model = await models.find(access.projectId, params.model);
          if (model === null) throw new ApiError('model_not_found');
          const [labels, monitors] = await Promise.all([
            overview.columns(model.modelId),
            overview.monitorNames(model.modelId),
          ]);
          const names = { columns: new Map(labels.map((one) => [one.column, one.name])), monitors };
          const filter = filterOf(model, query, names, labels);
          const question = [listing.name, filter];
          const after = readCursor(query.cursor, question, [0, '', 0, '', '']);
          const position = after && {
            windowStartMs: after[0],
            monitorId: after[1],
            revision: after[2],
            checkId: after[3],
            segment: after[4],
          };
          // One more than asked for: whether there is a next page.
          const found = await guardRead(listing.pages.page(filter, position, query.limit + 1));
          const rows = found.slice(0, query.limit);
          const last = found.length > rows.length ? rows.at(-1) : undefined;
          return sendPage(request, reply, format, {
            name: listing.name,
            columns,
            rows: rows.map((row) => listing.describe(row, names)),
            nextCursor: last === undefined ? null : writeCursor(question, keyOf(last)),
          });
        },
      );
    }
    list({
      name: 'measurements',
      schema: listMeasurementsSchema,
      record: measurementRecordSchema,
      pages: deps.measurements,
      describe: describeMeasurement,
    });
    list({
      name: 'verdicts',
      schema: listVerdictsSchema,
      record: verdictRecordSchema,
      pages: deps.verdicts,
      describe: describeVerdict,
    });
  };
}

const keyOf = (row: MeasurementRecord | VerdictRecord) =>
  [row.windowStartMs, row.monitorId, row.revision, row.checkId, row.segment] as const;

function findMonitor(wanted: string, { monitors }: Names): string {
  if (monitors.has(wanted)) return wanted;
  // Of several that had the name, the one that was made last is not known here: ask by id.
  const found = [...monitors].find(([, name]) => name === wanted);
  if (found !== undefined) return found[0];
  throw new ApiError('monitor_not_found', { where: 'querystring/monitor' });
}
