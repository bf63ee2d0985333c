import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { createSilenceMarks } from '../../adapters/storage/postgres/silences/silence-marks.ts';
import { createSilenceStore } from '../../adapters/storage/postgres/silences/silence-store.ts';
import type { BaselineStore, KeyStore, ModelStore, MonitorStore } from '../../monitoring/ports.ts';
import { silenceRoutes } from '../http/silences.ts';
import type { Loop } from '../jobs/loop.ts';
import { createQuietLoop } from '../jobs/quiet-loop.ts';
import { createMutesNow, createReadMutes, type MutesNow, type ReadMutes } from './read-mutes.ts';

export interface Quiet {
  readonly routes: FastifyPluginAsync;
  readonly mutes: ReadMutes;
  readonly mutesNow: MutesNow;
  readonly loop: Loop;
}

/** Everything about being quiet: silences, and what follows when they are over. */
export function openQuiet(deps: {
  readonly postgres: Pool;
  readonly subjects: {
    readonly models: ModelStore;
    readonly monitors: MonitorStore;
    readonly baselines: BaselineStore;
  };
  readonly keys: Pick<KeyStore, 'list'>;
  readonly publicUrl: string | null;
  readonly logger: Logger;
  readonly now: () => number;
}): Quiet {
  const { postgres, subjects, keys, publicUrl, logger, now } = deps;
  const silences = createSilenceStore(postgres);
  const marks = createSilenceMarks(postgres);
  return {
    routes: silenceRoutes({ silences, marks, models: subjects.models, keys, now }),
    mutes: createReadMutes({ silences, marks, now }),
    mutesNow: createMutesNow({ silences, now }),
    loop: createQuietLoop({ silences, marks, subjects, publicUrl, logger, now }),
  };
}
