import type { FastifyPluginAsync } from 'fastify';
import {
  IMPORT_DRAFT_SCHEMA,
  IMPORT_PARAMS_SCHEMA,
  IMPORT_SCHEMA,
  type ImportBody,
  type ImportDraftBody,
} from '../../contract/import.ts';
import type { BaselineStore, ModelStore } from '../../monitoring/ports.ts';
import type { FileShelf } from '../set-up/file-shelf.ts';
import type { ImportDesk } from '../set-up/import-desk.ts';
import { nameTaken } from '../set-up/make-model.ts';
import { readPlan } from '../set-up/read-plan.ts';
import { readModelDraft } from './model-wire.ts';

export interface ImportRouteDeps {
  readonly shelf: FileShelf;
  readonly desk: ImportDesk;
  readonly models: Pick<ModelStore, 'find'>;
  readonly baselines: Pick<BaselineStore, 'list'>;
  readonly now: () => number;
}

/** A file becomes a model that is watched: with a baseline, monitors, predictions and labels. */
export function importRoutes(deps: ImportRouteDeps): FastifyPluginAsync {
  const { shelf, desk, models, baselines, now } = deps;

  /** What would fail anyway is said before anything begins. */
  async function requireFreeName(projectId: string, name: string): Promise<void> {
    const known = await models.find(projectId, name);
    if (known === null) return;
    const listed = await baselines.list(known.modelId);
    if (listed.some((one) => one.state === 'ready')) throw nameTaken(name);
  }

  return async (app) => {
    const tags = ['set-up'];

    app.post<{ Body: ImportDraftBody }>(
      '/v1/imports',
      {
        config: { scope: 'admin' },
        schema: {
          tags,
          operationId: 'startImport',
          summary: 'Make a model of a file, with its baseline and monitors, and send the rest',
          description:
            'Goes on after the answer: GET /v1/imports/{importId} tells how far it has come. Rows ' +
            'are refused one by one, and sending a file again changes nothing.',
          body: IMPORT_DRAFT_SCHEMA,
          response: { 202: IMPORT_SCHEMA },
        },
      },
      async (request, reply): Promise<ImportBody> => {
        const { projectId } = request.access;
        const { body } = request;
        const file = shelf.get(projectId, body.fileId);
        const baselineFile =
          body.baselineFileId === undefined ? null : shelf.get(projectId, body.baselineFileId);
        const plan = readPlan(body, file.body, now());
        readModelDraft(plan.modelName, plan.model, null);
        await requireFreeName(projectId, plan.modelName);
        reply.code(202);
        return desk.start({ projectId, plan, file, baselineFile });
      },
    );

    app.get<{ Params: { importId: string } }>(
      '/v1/imports/:importId',
      {
        config: { scope: 'admin' },
        schema: {
          tags,
          operationId: 'getImport',
          summary: 'How far an import has come, and which rows were refused',
          params: IMPORT_PARAMS_SCHEMA,
          response: { 200: IMPORT_SCHEMA },
        },
      },
      async (request) => desk.get(request.access.projectId, request.params.importId),
    );
  };
}
