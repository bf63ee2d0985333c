import type { IngestResult } from '../../../contract/ingest.ts';
import { callApi } from '../../call-api.ts';
import { CommandError } from '../../command-error.ts';
import type { Connection } from '../../connection.ts';
import { DAY_MS } from './flight.ts';
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

/** A server that restarts or is behind is waited for. */
const PATIENCE_MS = 120_000;

/** Sends a day at a time and then says that the day is complete, so that alerts come as in
 *  life. */
export async function sendReplay(
  connection: Connection,
  replay: ReturnType<typeof createReplay>,
  say: (line: string) => void,
): Promise<SentReplay> {
  const tally = {
    predictions: { sent: 0, acknowledged: 0 },
    labels: { sent: 0, acknowledged: 0 },
  };
  const startedMs = performance.now();
  const rate = () => {
    const rows = tally.predictions.acknowledged + tally.labels.acknowledged;
    return Math.round(rows / Math.max(0.001, (performance.now() - startedMs) / 1_000));
  };
  for (let endMs = REPLAY_START_MS + DAY_MS; endMs <= REPLAY_END_MS; endMs += DAY_MS) {
    for (const batch of replay.until(endMs)) {
      tally[batch.kind].sent += batch.rows.length;
      tally[batch.kind].acknowledged += await send(connection, batch);
    }
    await advanceClock(connection, endMs);
    const tomorrow = new Date(endMs);
    if (tomorrow.getUTCDate() !== 1) continue;
    const month = new Date(endMs - 1).toLocaleString('en', { month: 'long', timeZone: 'UTC' });
    const count = tally.predictions.acknowledged.toLocaleString('en');
    say(`Replayed to the end of ${month}: ${count} predictions, ${rate()} rows/s.`);
  }
  return { ...tally, rowsPerSecond: rate() };
}

async function send(connection: Connection, { kind, rows }: Batch): Promise<number> {
  const body = rows.map((row) => JSON.stringify(row)).join('\n');
  const { body: result } = await callApi<IngestResult>(connection, `${MODEL_PATH}/${kind}`, {
    method: 'POST',
    body: () => body,
    type: 'application/x-ndjson',
    patienceMs: PATIENCE_MS,
  });
  const [refused] = result.refused;
  if (refused !== undefined) {
    throw new CommandError(`The server refused a row of the demo: ${refused.message}`);
  }
  return result.accepted;
}
