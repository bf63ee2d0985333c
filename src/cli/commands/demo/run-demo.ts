import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertBody } from '../../../contract/alert.ts';
import { callApi } from '../../call-api.ts';
import { CommandError } from '../../command-error.ts';
import type { Connection } from '../../connection.ts';
import { baselineCsv } from './baseline-csv.ts';
import type { Fault } from './fault.ts';
import { drawFault } from './fault.ts';
import type { Flight } from './flight.ts';
import { fitLatenessModel } from './lateness-model.ts';
import { ORIGINS, REPLAY_END_MS, REPLAY_START_MS } from './period.ts';
import type { Phases } from './phases.ts';
import { createReplay } from './replay.ts';
import type { RowTally } from './send-replay.ts';
import { sendReplay } from './send-replay.ts';
import { evaluatedUntilMs, MODEL, MODEL_PATH, setUpModel } from './set-up-model.ts';
import type { AlertSummary, Detection } from './summary.ts';
import { judgeDetection, summarizeAlert } from './summary.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly flights: readonly Flight[];
  readonly phases: Phases;
  say(line: string): void;
}

export interface DemoSummary extends Detection {
  readonly model: string;
  readonly seed: number;
  readonly fault: Fault;
  readonly rows: {
    readonly baseline: number;
    readonly predictions: RowTally & { readonly stored: number };
    readonly labels: RowTally & { readonly stored: number };
    readonly perSecond: number;
  };
  readonly monitors: number;
  readonly alerts: readonly AlertSummary[];
}

const EVALUATION_PATIENCE_MS = 600_000;
const POLL_MS = 250;

/** Half a year of flights against a server that knows nothing about any demo. */
export async function runDemo(
  connection: Connection,
  { seed, flights, phases, say }: DemoOptions,
): Promise<DemoSummary> {
  const january = flights.filter((flight) => flight.departedAtMs < REPLAY_START_MS);
  const later = flights.filter(
    ({ departedAtMs }) => departedAtMs >= REPLAY_START_MS && departedAtMs < REPLAY_END_MS,
  );
  const fault = drawFault(seed, ORIGINS);
  const model = await phases.time('fit', () => fitLatenessModel(january));
  say(`Fitted a small model on ${january.length.toLocaleString('en')} flights of January 2001.`);
  const setUp = await phases.time('baseline', () =>
    setUpModel(connection, baselineCsv(january, model), ORIGINS),
  );
  say(`January is the baseline. ${setUp.monitors} monitors look at every day after it.`);
  say(`INJECTED FAULT (seed ${seed}): ${fault.description}. Nothing else is made up.`);
  await waitUntilEvaluated(connection, REPLAY_START_MS, () => {});

  const sent = await phases.time('replay', () =>
    sendReplay(connection, createReplay(later, model, fault), say),
  );
  await phases.time('evaluation', () =>
    waitUntilEvaluated(connection, REPLAY_END_MS, (untilMs) =>
      say(`Evaluated until ${new Date(untilMs).toISOString().slice(0, 10)}.`),
    ),
  );

  const alerts = await listAlerts(connection);
  const stored = await countStored(connection);
  return {
    model: MODEL,
    seed,
    fault,
    ...judgeDetection(fault, alerts),
    rows: {
      baseline: setUp.baselineRows,
      predictions: { ...sent.predictions, stored: stored.predictions },
      labels: { ...sent.labels, stored: stored.labels },
      perSecond: sent.rowsPerSecond,
    },
    monitors: setUp.monitors,
    alerts: alerts.map(summarizeAlert),
  };
}

async function waitUntilEvaluated(
  connection: Connection,
  endMs: number,
  onProgress: (untilMs: number) => void,
): Promise<void> {
  const deadline = performance.now() + EVALUATION_PATIENCE_MS;
  let saidAt = performance.now();
  for (;;) {
    const untilMs = await evaluatedUntilMs(connection);
    if (untilMs !== null && untilMs >= endMs) return;
    if (performance.now() > deadline) throw new CommandError('The monitors did not keep up.');
    if (untilMs !== null && performance.now() - saidAt > 3_000) {
      saidAt = performance.now();
      onProgress(untilMs);
    }
    await sleep(POLL_MS);
  }
}

async function listAlerts(connection: Connection): Promise<readonly AlertBody[]> {
  const query = new URLSearchParams({ model: MODEL, limit: '1000' });
  const { body } = await callApi<{ alerts: readonly AlertBody[] }>(
    connection,
    `/v1/alerts?${query}`,
  );
  return body.alerts.toSorted((a, b) => Date.parse(a.openedWindow) - Date.parse(b.openedWindow));
}

interface Accounting {
  readonly predictions: { readonly distinct: number };
  readonly labels: { readonly distinct: number };
}

async function countStored(connection: Connection) {
  const { body } = await callApi<Accounting>(connection, `${MODEL_PATH}/accounting`);
  return { predictions: body.predictions.distinct, labels: body.labels.distinct };
}
