import { DAY_MS, HOUR_MS } from '../../../../examples/flights/flight.mjs';
import type { IngestResult } from '../../../contract/ingest.ts';
import { CommandError } from '../../command-error.ts';
import type { Connection } from '../../connection.ts';
import { callPatiently } from './call-patiently.ts';
import { REPLAY_END_MS, REPLAY_START_MS } from './period.ts';
import type { Batch, createReplay } from './replay.ts';
import { advanceClock, MODEL_PATH } from './set-up-model.ts';

export interface RowTally {
  readonly sent: number;
  readonly acknowledged: number;
}

export interface SentReplay {
  readonly predictions: RowTally;
  readonly labels: RowTally;
  readonly rowsPerSecond: number;
}

/** Windows that closed more than two of their lengths ago would be history, which pages nobody. */
const STEP_MS: Readonly<Record<string, number>> = { '1d': DAY_MS, '1h': 3 * HOUR_MS };
/** While one batch is written to disk, the next one is on its way. */
const BATCHES_AT_ONCE = 3;

/** Sends the rows of a step and then says that they are complete, so that alerts come as in life.
 *  `cadence` is that of the shortest windows that are watched. */
export async function sendReplay(
  connection: Connection,
  replay: ReturnType<typeof createReplay>,
  cadence: string,
  onSent: (rows: number) => void,
): Promise<SentReplay> {
  const tally = {
    predictions: { sent: 0, acknowledged: 0 },
    labels: { sent: 0, acknowledged: 0 },
  };
  const startedMs = performance.now();
  const send = async (batch: Batch): Promise<void> => {
    tally[batch.kind].sent += batch.rows.length;
    tally[batch.kind].acknowledged += await post(connection, batch);
    onSent(tally.predictions.acknowledged + tally.labels.acknowledged);
  };
  const stepMs = STEP_MS[cadence] ?? HOUR_MS;
  let advanced: Promise<void> = Promise.resolve();
  for (let endMs = REPLAY_START_MS + stepMs; endMs <= REPLAY_END_MS; endMs += stepMs) {
    const batches = replay.until(endMs);
    const work = async () => {
      for (const batch of batches) await send(batch);
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
    await advanced;
    // The rows of the next step are sent meanwhile.
    advanced = advanceClock(connection, endMs);
    advanced.catch(() => {});
  }
  await advanced;
  const rows = tally.predictions.acknowledged + tally.labels.acknowledged;
  const seconds = (performance.now() - startedMs) / 1_000;
  return { ...tally, rowsPerSecond: Math.round(rows / seconds) };
}

async function post(connection: Connection, { kind, rows }: Batch): Promise<number> {
  const body = rows.map((row) => JSON.stringify(row)).join('\n');
  const { body: result } = await callPatiently<IngestResult>(connection, `${MODEL_PATH}/${kind}`, {
    method: 'POST',
    body: () => body,
    type: 'application/x-ndjson',
  });
  const [refused] = result.refused;
  if (refused !== undefined) {
    throw new CommandError(`The server refused a row of the demo: ${refused.message}`);
  }
  return result.accepted;
}
