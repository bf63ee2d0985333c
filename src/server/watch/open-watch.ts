import type { ClickHouseClient } from '@clickhouse/client';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import { createSelfWatchReadModel } from '../../adapters/storage/postgres/self-watch-read-model.ts';
import { selfWatchRoutes } from '../http/self-watch.ts';
import { compareClocks } from './compare-clocks.ts';
import { createDiskWatch } from './disk-watch.ts';
import type { Instruments } from './instruments.ts';
import { createPredictionCounter } from './prediction-counter.ts';
import { createResultGauges, MOST_RESULTS } from './result-gauges.ts';
import { createStateGauges, MOST_MODELS, MOST_MONITORS } from './state-gauges.ts';
import { timeRequests } from './time-requests.ts';
import { readWatchState, type WatchStateDeps } from './watch-state.ts';
import { type ServerFacts, toWatchWire } from './watch-wire.ts';

export interface OpenWatchDeps extends Omit<WatchStateDeps, 'readModel' | 'disk' | 'clocks'> {
  readonly postgres: Pool;
  readonly clickhouse: ClickHouseClient;
  readonly dataDir: string;
  readonly instruments: Instruments;
  readonly facts: Omit<ServerFacts, 'startedAtMs'>;
}

export interface OpenWatch {
  /** To be registered first: it times the others. */
  readonly routes: readonly FastifyPluginAsync[];
  stop(): void;
}

/** How the server itself is: a page for people, figures for Prometheus. */
export function openWatch(deps: OpenWatchDeps): OpenWatch {
  const { instruments, now } = deps;
  const readModel = createSelfWatchReadModel(deps.postgres);
  const disk = createDiskWatch({ path: deps.dataDir, now });
  const gauges = createStateGauges(instruments.registry);
  const results = createResultGauges(instruments.registry);
  const predictions = createPredictionCounter(instruments);
  const facts = { ...deps.facts, startedAtMs: now() };
  disk.start();

  const stateOf = (projectId: string) =>
    readWatchState({ ...deps, readModel, disk, clocks: () => compareClocks(deps) }, projectId);

  async function namedOf(projectId: string) {
    const [statuses, models, latest] = await Promise.all([
      readModel.statuses(projectId, MOST_MONITORS),
      readModel.modelNames(projectId, MOST_MODELS),
      readModel.latestResults(projectId, MOST_RESULTS),
    ]);
    return { statuses, models, latest };
  }

  return {
    routes: [
      timeRequests(instruments),
      selfWatchRoutes({
        health: async (projectId) => toWatchWire(await stateOf(projectId), facts),
        async metrics(projectId) {
          const [state, named] = await Promise.all([
            stateOf(projectId),
            namedOf(projectId).catch(() => null),
          ]);
          // Between here and the text nothing is waited for that could mix two scrapes.
          gauges.set(state, named);
          results.set(named?.latest ?? []);
          predictions.set(named?.models ?? new Map());
          const { registry } = instruments;
          return { type: registry.contentType, text: await registry.metrics() };
        },
      }),
    ],
    stop: () => disk.stop(),
  };
}
