import type { CreatedBaselineBody } from '../../../contract/baseline.ts';
import type { ModelDraftBody } from '../../../contract/model.ts';
import type { CheckDraftBody, MonitorBody, MonitorDraftBody } from '../../../contract/monitor.ts';
import { callApi } from '../../call-api.ts';
import type { Connection } from '../../connection.ts';
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
  segmentBy: ['origin'],
};

/** The usual rule of thumb: below 0.1 nothing has changed, above 0.25 something has. */
const SHIFT = 0.25;
/** One value in ten that is missing or was never seen is no accident. */
const BAD_SHARE = 0.1;
/** A model that is no better than a coin. */
const COIN = 0.5;

const check = (metric: string, column: string, critical: number): CheckDraftBody => ({
  metric,
  column,
  threshold: { critical },
});

/** Bounds are set by what they mean, not by what this data does. */
const SEGMENT_CHECKS: readonly CheckDraftBody[] = [
  check('population_stability_index', 'distance', SHIFT),
  check('population_stability_index', 'hour', SHIFT),
  check('population_stability_index', 'score', SHIFT),
  check('missing_ratio', 'distance', BAD_SHARE),
  check('unseen_ratio', 'destination', BAD_SHARE),
];
const MODEL_CHECKS: readonly CheckDraftBody[] = [
  ...SEGMENT_CHECKS,
  check('population_stability_index', 'origin', SHIFT),
  check('roc_auc', 'default', COIN),
  check('accuracy', 'default', COIN),
];

export interface SetUp {
  readonly baselineRows: number;
  readonly monitors: number;
}

/** Registers the model, makes January its baseline, and watches it as a whole and airport by
 *  airport, a day at a time. */
export async function setUpModel(
  connection: Connection,
  baselineCsv: string,
  origins: readonly string[],
): Promise<SetUp> {
  await callApi(connection, MODEL_PATH, { method: 'PUT', json: MODEL_DRAFT });
  const columns = new URLSearchParams({
    name: 'January 2001',
    time: 'departure',
    predictionId: 'flight',
    score: 'score',
    decision: 'decision',
    label: 'label',
  });
  const created = await callApi<CreatedBaselineBody>(
    connection,
    `${MODEL_PATH}/baselines?${columns}`,
    { method: 'POST', body: () => baselineCsv, type: 'text/csv' },
  );
  await advanceClock(connection, REPLAY_START_MS);
  const drafts: readonly MonitorDraftBody[] = [
    { name: 'whole model, daily', cadence: '1d', checks: MODEL_CHECKS },
    ...origins.map((origin) => ({
      name: `flights from ${origin}, daily`,
      cadence: '1d' as const,
      segment: `origin=${origin}`,
      checks: SEGMENT_CHECKS,
    })),
  ];
  for (const json of drafts) {
    await callApi(connection, `${MODEL_PATH}/monitors`, { method: 'POST', json });
  }
  return { baselineRows: created.body.baseline.rows, monitors: drafts.length };
}

export async function advanceClock(connection: Connection, watermark: number): Promise<void> {
  await callApi(connection, `${MODEL_PATH}/clock`, { method: 'POST', json: { watermark } });
}

/** How far the monitor that is furthest behind has come; null before its first window. */
export async function evaluatedUntilMs(connection: Connection): Promise<number | null> {
  const { body } = await callApi<{ monitors: readonly MonitorBody[] }>(
    connection,
    `${MODEL_PATH}/monitors`,
  );
  const ends = body.monitors.map(({ evaluatedUntil }) =>
    evaluatedUntil === null ? Number.NaN : Date.parse(evaluatedUntil),
  );
  const furthestBehind = Math.min(...ends);
  return Number.isNaN(furthestBehind) ? null : furthestBehind;
}
