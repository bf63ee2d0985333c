import { encodeBatch } from '../src/server/ingest/encode-batch.ts';
import { createRowEncoders } from '../src/server/ingest/row-encoder.ts';
import { splitRows } from '../src/server/ingest/split-rows.ts';
import { createBenchModel } from './bench-model.ts';
import { prepareBody } from './prepared-bodies.ts';

/** Events a second that one core reads, checks and encodes when nothing is done with them: the
 *  ceiling of any ingest in one process. */
export async function parseAndDropPerSecond(batchRows: number, seconds: number): Promise<number> {
  const model = createBenchModel();
  const { predictions } = createRowEncoders(Date.now, 'bench');
  const bodies = Array.from({ length: 16 }, (_, i) => prepareBody(batchRows, i + 1));
  const startMs = performance.now();
  let events = 0;
  for (let round = 0; performance.now() < startMs + seconds * 1_000; round += 1) {
    const body = bodies[round % bodies.length];
    if (body === undefined) break;
    const rows = splitRows(body.bytes, 'json');
    events += (await encodeBatch(rows, model, predictions, Date.now())).accepted;
  }
  return Math.round((events * 1_000) / (performance.now() - startMs));
}
