import type { FastifyPluginAsync } from 'fastify';
import type { FilePlace } from '../files/receive-file.ts';
import { fileRoutes } from '../http/files.ts';
import { importRoutes } from '../http/imports.ts';
import { createFileShelf } from './file-shelf.ts';
import { createImportDesk } from './import-desk.ts';
import type { RunImportDeps } from './run-import.ts';

export interface SetUpDeps extends RunImportDeps {
  readonly files: FilePlace;
}

export interface SetUp {
  readonly routes: readonly FastifyPluginAsync[];
  /** Waits for imports under way, which stop by themselves, and lets go of the files. */
  stop(): Promise<void>;
}

/** Everything that makes a watched model of a file that somebody brings. */
export function openSetUp(deps: SetUpDeps): SetUp {
  const { now, files } = deps;
  const { models, baselines, logger } = deps.baseline;
  const shelf = createFileShelf(now);
  const desk = createImportDesk({ run: deps, shelf, logger, now });
  return {
    routes: [fileRoutes({ shelf, files }), importRoutes({ shelf, desk, models, baselines, now })],
    async stop() {
      await desk.settled();
      await shelf.clear();
    },
  };
}
