import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Named as gauges are not: `promtool` objects, and nobody misses them. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type Instruments = ReturnType<typeof createInstruments>;

/** Everything that `/metrics` counts while the server runs. Labels have few values, all of them
 *  ours: no id, no name that a sender chose. */
export function createInstruments(version: string) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);

  const build = new Gauge({
    name: 'leeway_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node'],
    registers,
  });
  build.set({ version, node: process.versions.node }, 1);

  return {
    registry,
    ingested: new Counter({
      name: 'leeway_ingest_rows_total',
      help: 'Rows received, by what became of them: accepted, or the code of the refusal.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    repeated: new Counter({
      name: 'leeway_ingest_repeated_rows_total',
      help: 'Accepted rows whose identity had been seen lately.',
      labelNames: ['kind'],
      registers,
    }),
    early: new Counter({
      name: 'leeway_ingest_early_rows_total',
      help: 'Accepted rows whose time is ahead of the clock.',
      labelNames: ['kind'],
      registers,
    }),
    written: new Counter({
      name: 'leeway_writer_rows_total',
      help: 'Rows taken off the log: stored, or quarantined because the store refused them for good.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    blockSeconds: new Histogram({
      name: 'leeway_writer_block_duration_seconds',
      help: 'Time to insert a block into the store: stored, refused, or failed and tried again.',
      labelNames: ['kind', 'outcome'],
      buckets: SECONDS,
      registers,
    }),
    evaluations: new Counter({
      name: 'leeway_evaluations_total',
      help: 'Windows evaluated, by cause and by what came of it.',
      labelNames: ['cause', 'outcome'],
      registers,
    }),
    verdicts: new Counter({
      name: 'leeway_verdicts_total',
      help: 'Verdicts of evaluated windows.',
      labelNames: ['verdict'],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'leeway_evaluation_commit_duration_seconds',
      help: 'Time to take a judged window to its alerts and messages.',
      buckets: SECONDS,
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'leeway_evaluation_turn_duration_seconds',
      help: 'Time of a turn on one model: counting cells, judging windows, revising them.',
      labelNames: ['outcome'],
      buckets: [...SECONDS, 60, 120],
      registers,
    }),
    deliveries: new Counter({
      name: 'leeway_deliveries_total',
      help: 'Attempts to deliver a message, by kind of channel and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'leeway_http_request_duration_seconds',
      help: 'Time to answer a request, by route (not address) and class of status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30],
      registers,
    }),
    /** Predictions accepted since the start, by model id; named at the time of a scrape. */
    predictions: new Map<string, number>(),
  };
}
