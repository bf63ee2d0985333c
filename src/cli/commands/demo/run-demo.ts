import { setTimeout as sleep } from 'node:timers/promises';
import { fitLatenessModel } from '../../../../examples/flights/lateness-model.mjs';
import { firstFrom, heldOutAuc } from '../../../../examples/flights/measure-model.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';
import type { AlertBody } from '../../../contract/alert.ts';
import { CommandError } from '../../command-error.ts';
import type { Connection } from '../../connection.ts';
import { baselineCsv } from './baseline-csv.ts';
import { drawFaults } from './fault.ts';
import {
  type Detection,
  judgeFault,
  judgeQuiet,
  type Quiet,
  type RecordedAlert,
} from './judge-faults.ts';
import { largestAirports } from './largest-airports.ts';
import { REPLAY_END_MS, REPLAY_START_MS } from './period.ts';
import type { Phases } from './phases.ts';
import type { Progress, Stage } from './progress.ts';
import {
  countStored,
  countWritten,
  evaluatedUntilMs,
  listAlerts,
  readAlert,
} from './read-server.ts';
import { createReplay } from './replay.ts';
import type { RowTally } from './send-replay.ts';
import { sendReplay } from './send-replay.ts';
import { MODEL, setUpModel } from './set-up-model.ts';
import type { AlertSummary } from './summarize-alert.ts';
import { summarizeAlert } from './summarize-alert.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly flights: Flights;
  readonly phases: Phases;
  say(line: string): void;
  startProgress(totalRows: Readonly<Record<Stage, number>>): Progress;
}

export interface DemoSummary {
  readonly model: string;
  readonly seed: number;
  /** Whether every injected fault was found as it should be. */
  readonly detected: boolean;
  readonly heldOutAuc: number;
  readonly faults: readonly Detection[];
  readonly withoutFault: Quiet;
  readonly rows: {
    readonly baseline: number;
    readonly predictions: RowTally & { readonly stored: number };
    readonly labels: RowTally & { readonly stored: number };
    readonly perSecond: number;
  };
  readonly monitors: readonly string[];
  readonly alerts: readonly AlertSummary[];
}

/** Airports that a fault may be drawn for: the busiest ones of the baseline. */
const FAULTY_AIRPORTS = 20;

/** Half a year of flights against a server that knows nothing about any demo. */
export async function runDemo(
  connection: Connection,
  { seed, flights, phases, say, startProgress }: DemoOptions,
): Promise<DemoSummary> {
  const january = firstFrom(flights, REPLAY_START_MS);
  const faults = drawFaults(seed, largestAirports(flights, january, FAULTY_AIRPORTS));
  const { model, auc } = await phases.time('fit', () => ({
    model: fitLatenessModel(flights, 0, january),
    auc: heldOutAuc(flights),
  }));
  say(`Fitted a small model on ${january.toLocaleString('en')} flights of January 2001.`);
  say(`Fitted without its last week, it has an AUC of ${auc.toFixed(3)} there.`);
  const setUp = await phases.time('baseline', () =>
    setUpModel(connection, baselineCsv(flights, january, model)),
  );
  say(`January is the baseline. What looks at the time after it: ${setUp.monitors.join('; ')}.`);
  for (const { description } of faults) say(`INJECTED FAULT (seed ${seed}): ${description}.`);
  say('Nothing else is made up.');

  const flightsPlayed = firstFrom(flights, REPLAY_END_MS) - january;
  const progress = startProgress({
    sending: 2 * flightsPlayed,
    storing: 2 * flightsPlayed,
    evaluating: setUp.monitors.length * flightsPlayed,
  });
  const storing = watchStoring(connection, progress);
  const evaluating = phases.time('evaluation', () =>
    waitUntilEvaluated(connection, REPLAY_END_MS, (endsMs) => {
      const rows = endsMs.map((endMs) => Math.max(0, firstFrom(flights, endMs) - january));
      progress.reach(
        'evaluating',
        rows.reduce((sum, reached) => sum + reached, 0),
      );
    }),
  );
  // It is awaited below; what fails first must not be lost meanwhile.
  evaluating.catch(() => {});
  try {
    const replay = createReplay({ flights, from: january, model, faults });
    const sent = await phases.time('replay', () =>
      sendReplay(connection, replay, setUp.cadence, (rows) => progress.reach('sending', rows)),
    );
    await evaluating;
    await storing.end();
    const stored = await countStored(connection);
    progress.reach('storing', stored.predictions + stored.labels);

    const alerts = await listAlerts(connection);
    const recorded = await readLoudAlerts(connection, alerts);
    const detections = faults.map((fault) => judgeFault(fault, recorded));
    const period = { startMs: REPLAY_START_MS, endMs: REPLAY_END_MS };
    return {
      model: MODEL,
      seed,
      detected: detections.every((one) => one.detected),
      heldOutAuc: Math.round(auc * 1e4) / 1e4,
      faults: detections,
      withoutFault: judgeQuiet(faults, recorded, period),
      rows: {
        baseline: setUp.baselineRows,
        predictions: { ...sent.predictions, stored: stored.predictions },
        labels: { ...sent.labels, stored: stored.labels },
        perSecond: sent.rowsPerSecond,
      },
      monitors: setUp.monitors,
      alerts: alerts.map((alert) => summarizeAlert(alert)),
    };
  } finally {
    await storing.end();
    progress.stop();
  }
}

/** Those that call somebody, with their history. */
async function readLoudAlerts(
  connection: Connection,
  alerts: readonly AlertBody[],
): Promise<readonly RecordedAlert[]> {
  const recorded: RecordedAlert[] = [];
  for (const { alertId, severity } of alerts) {
    if (severity !== 'info') recorded.push(await readAlert(connection, alertId));
  }
  return recorded;
}

/** So long nothing may move: a slow machine is waited for, one that stands still is not. */
const EVALUATION_PATIENCE_MS = 600_000;
const POLL_MS = 500;

async function waitUntilEvaluated(
  connection: Connection,
  endMs: number,
  onProgress: (endsMs: readonly number[]) => void,
): Promise<void> {
  let moved = { ends: '', atMs: performance.now() };
  for (;;) {
    const ends = await evaluatedUntilMs(connection);
    if (ends.join() !== moved.ends) moved = { ends: ends.join(), atMs: performance.now() };
    const known = ends.filter((end) => end !== null);
    onProgress(known);
    if (known.length === ends.length && known.every((end) => end >= endMs)) return;
    if (performance.now() - moved.atMs > EVALUATION_PATIENCE_MS) {
      throw new CommandError('The monitors did not get any further for ten minutes.');
    }
    await sleep(POLL_MS);
  }
}

const COUNT_EVERY_MS = 5_000;

function watchStoring(connection: Connection, progress: Progress) {
  const ending = new AbortController();
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await sleep(COUNT_EVERY_MS, undefined, { signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      progress.reach('storing', await countWritten(connection));
    }
  })();
  // A server that is gone is noticed by those who need it.
  watching.catch(() => {});
  return {
    async end(): Promise<void> {
      ending.abort();
      await watching.catch(() => {});
    },
  };
}
