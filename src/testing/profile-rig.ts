import type { ClickHouseClient } from '@clickhouse/client';
import { createBaselineRowStore } from '../adapters/storage/clickhouse/baseline-row-store.ts';
import { createProfileStore } from '../adapters/storage/clickhouse/profile-store.ts';
import type { Baseline } from '../monitoring/baseline/baseline.ts';
import type { BaselineRow } from '../monitoring/baseline/baseline-row-store.ts';
import { type Feature, HOUR_MS, type Model } from '../monitoring/model/model.ts';
import type { Random } from '../stats/random.ts';

/** First of April 2001, the day summer time began in America; all tests happen there. */
export const DAY_START = Date.UTC(2001, 3, 1);
export const WHOLE = { variant: 'champion', environment: 'production', segment: '' };
export const CITIES = ['Berlin', `O'Hare`, '<b>', 'München', ''];

export const testFeature = (
  featureId: number,
  name: string,
  kind: Feature['kind'],
  identifier = false,
): Feature => ({
  featureId,
  name,
  kind,
  epoch: 1,
  range: null,
  importance: null,
  criticality: 'normal',
  identifier,
});

let models = 0;
/** A model of its own for every test, with a column of every kind and an output of every task. */
export function profiledModel(changes: Partial<Model> = {}): Model {
  models += 1;
  return {
    projectId: 'default',
    modelId: `mdl_${models}`,
    name: `m${models}`,
    timeZone: 'UTC',
    clock: 'replay',
    watermarkMs: null,
    latenessMs: 0,
    cellMs: HOUR_MS,
    outputs: [
      { name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' },
      { name: `it's "x"`, task: 'multiclass', classes: ['a', 'b'], positiveClass: null },
      { name: 'price', task: 'regression', classes: [], positiveClass: null },
    ],
    features: [
      testFeature(1, 'amount', 'numeric'),
      testFeature(2, 'city', 'categorical'),
      testFeature(3, 'member', 'boolean'),
      testFeature(4, 'comment', 'text'),
      testFeature(5, 'vector', 'embedding'),
      testFeature(6, 'user', 'categorical', true),
      testFeature(7, 'rare', 'numeric'),
    ],
    segmentBy: [],
    schemaVersion: 1,
    ...changes,
  };
}

let baselines = 0;
/** A counted baseline of these rows. */
export async function profiledBaseline(
  client: ClickHouseClient,
  model: Model,
  rows: readonly BaselineRow[],
): Promise<Baseline> {
  baselines += 1;
  const empty: Baseline = {
    baselineId: `bsl_${baselines}`,
    projectId: model.projectId,
    modelId: model.modelId,
    name: 'january',
    version: null,
    state: 'building',
    failure: null,
    rows: rows.length,
    sourceRows: rows.length,
    createdAtMs: 0,
    active: true,
    origin: 'file',
    period: null,
    excluded: [],
    createdBy: '',
    grids: new Map(),
  };
  const store = createBaselineRowStore(client);
  await store.append(model, empty, 0, rows);
  const baseline = { ...empty, grids: await store.buildGrids(model, empty) };
  await createProfileStore(client).countBaseline(model, baseline);
  return baseline;
}

export const baselineRow = (
  features: Readonly<Record<string, unknown>>,
  changes: Partial<BaselineRow> = {},
): BaselineRow => ({
  eventTimeMs: DAY_START,
  version: 'v1',
  features,
  outputs: [],
  labels: [],
  latencyMs: null,
  weight: 1,
  ...changes,
});

export const randomBaselineRow = (random: Random): BaselineRow =>
  baselineRow(
    {
      amount: Math.round(random.normal() * 50),
      city: CITIES[random.integer(4)],
      member: random.uniform() < 0.5,
      comment: 'text',
      user: `u${random.integer(1e6)}`,
    },
    {
      outputs: [
        { name: 'default', score: random.uniform(), decision: 'yes', value: null },
        { name: 'price', score: null, decision: null, value: random.normal() },
      ],
      labels: [{ output: 'default', text: random.uniform() < 0.3 ? 'yes' : 'no', number: null }],
      latencyMs: random.integer(100),
    },
  );
