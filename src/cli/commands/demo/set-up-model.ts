import type { CreatedBaselineBody } from '../../../contract/baseline.ts';
import type { ModelDraftBody } from '../../../contract/model.ts';
import type { MonitorBody } from '../../../contract/monitor.ts';
import type { Connection } from '../../connection.ts';
import { callPatiently } from './call-patiently.ts';
import { REPLAY_START_MS } from './period.ts';

export const MODEL = 'flight-lateness';
export const MODEL_PATH = `/v1/models/${MODEL}`;

const MODEL_DRAFT: ModelDraftBody = {
  // The data gives local time without a zone.
  timeZone: 'UTC',
  clock: 'replay',
  cell: '1h',
  latenessMs: 0,
  outputs: [{ task: 'binary', classes: ['on_time', 'late'], positiveClass: 'late' }],
  segmentBy: ['origin', 'hour_band'],
};

export interface SetUp {
  readonly baselineRows: number;
  /** By name. */
  readonly monitors: readonly string[];
  /** Of the shortest windows that are watched. */
  readonly cadence: MonitorBody['cadence'];
}

/** Registers the model, makes January its baseline, and watches it by the monitors that the server
 *  recommends: what anybody gets who says nothing about thresholds. */
export async function setUpModel(connection: Connection, baselineCsv: string): Promise<SetUp> {
  await callPatiently(connection, MODEL_PATH, { method: 'PUT', json: MODEL_DRAFT });
  const columns = new URLSearchParams({
    name: 'January 2001',
    time: 'departure',
    predictionId: 'flight',
    score: 'score',
    decision: 'decision',
    label: 'label',
  });
  const created = await callPatiently<CreatedBaselineBody>(
    connection,
    `${MODEL_PATH}/baselines?${columns}`,
    { method: 'POST', body: () => baselineCsv, type: 'text/csv' },
  );
  await advanceClock(connection, REPLAY_START_MS);
  const { body: recommended } = await callPatiently<{ created: readonly MonitorBody[] }>(
    connection,
    `${MODEL_PATH}/monitors/recommended`,
    { method: 'POST' },
  );
  return {
    baselineRows: created.body.baseline.sourceRows,
    monitors: recommended.created.map((monitor) => monitor.name),
    cadence: recommended.created.some((monitor) => monitor.cadence === '1h') ? '1h' : '1d',
  };
}

export async function advanceClock(connection: Connection, watermark: number): Promise<void> {
  await callPatiently(connection, `${MODEL_PATH}/clock`, { method: 'POST', json: { watermark } });
}
