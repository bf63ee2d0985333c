import type { Logger } from 'pino';
import { newId } from '../../adapters/new-id.ts';
import { BadFileError } from '../../adapters/sources/file-rows.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { ImportBody } from '../../contract/import.ts';
import { ApiError } from '../http/api-error.ts';
import type { FileShelf } from './file-shelf.ts';
import { type ImportState, NOTHING_SENT } from './import-tally.ts';
import { type ImportOrder, type RunImportDeps, runImport } from './run-import.ts';

/** Imports that run, and those of a while ago. */
export interface ImportDesk {
  start(order: ImportOrder): ImportBody;
  get(projectId: string, importId: string): ImportBody;
  /** Resolves when none runs any more. */
  settled(): Promise<void>;
}

export interface ImportDeskDeps {
  readonly run: RunImportDeps;
  readonly shelf: FileShelf;
  readonly logger: Logger;
  readonly now: () => number;
}

const MOST_AT_ONCE = 4;
const MOST_REMEMBERED = 100;
const BUSY_SECONDS = 10;

export function createImportDesk({ run, shelf, logger, now }: ImportDeskDeps): ImportDesk {
  const imports = new Map<string, { readonly projectId: string; readonly state: ImportState }>();
  const running = new Set<Promise<void>>();

  async function work(order: ImportOrder, state: ImportState): Promise<void> {
    const files = order.baselineFile === null ? [order.file] : [order.file, order.baselineFile];
    try {
      await shelf.using(files, () => runImport(run, order, state));
      state.phase = 'done';
    } catch (error) {
      state.failure = describeFailure(error);
      state.phase = 'failed';
      logger.warn({ err: error, model: state.model }, 'an import failed');
    } finally {
      state.endedAt = new Date(now()).toISOString();
    }
  }

  return {
    start(order) {
      if (running.size >= MOST_AT_ONCE) {
        throw new ApiError('import_busy', { retryAfterSeconds: BUSY_SECONDS });
      }
      for (const [importId, { state }] of imports) {
        if (imports.size < MOST_REMEMBERED) break;
        if (state.endedAt !== null) imports.delete(importId);
      }
      const state: ImportState = {
        importId: newId('imp'),
        fileId: order.file.body.fileId,
        model: order.plan.modelName,
        phase: 'waiting',
        rows: order.file.body.rows,
        baseline: null,
        monitors: [],
        predictions: NOTHING_SENT,
        labels: NOTHING_SENT,
        refusedByCode: [],
        refused: [],
        warnings: [],
        watermark: null,
        openAlerts: 0,
        failure: null,
        startedAt: new Date(now()).toISOString(),
        endedAt: null,
      };
      imports.set(state.importId, { projectId: order.projectId, state });
      const own = work(order, state).finally(() => running.delete(own));
      running.add(own);
      return state;
    },
    get(projectId, importId) {
      const entry = imports.get(importId);
      if (entry === undefined || entry.projectId !== projectId) {
        throw new ApiError('import_not_found', { detail: { importId } });
      }
      return entry.state;
    },
    async settled() {
      await Promise.all(running);
    },
  };
}

function describeFailure(error: unknown): NonNullable<ImportBody['failure']> {
  if (error instanceof BadFileError) {
    return failureOf(new ApiError('bad_file', { detail: error.message }).body());
  }
  return failureOf((error instanceof ApiError ? error : new ApiError('internal')).body());
}

function failureOf({ error }: ErrorBody): NonNullable<ImportBody['failure']> {
  const { code, message, hint, detail = '' } = error;
  return {
    code,
    message,
    hint,
    detail: typeof detail === 'string' ? detail : JSON.stringify(detail),
  };
}
