import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeasurementReadModel } from '../../adapters/storage/clickhouse/measurement-read-model.ts';
import { createVolumeReadModel } from '../../adapters/storage/clickhouse/volume-read-model.ts';
import { createFleetReadModel } from '../../adapters/storage/postgres/fleet-read-model.ts';
import { createOverviewReadModel } from '../../adapters/storage/postgres/overview-read-model.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { insertStories, type ModelStory, storyModelId } from '../../testing/model-story.ts';
import type { RangeRequest } from './find-range.ts';
import { readBreakdown } from './read-breakdown.ts';
import { type OverviewRequest, readOverview } from './read-overview.ts';

const DAY_MS = 86_400_000;
const END_MS = Date.UTC(2026, 5, 15);
const AIRPORTS = Array.from({ length: 60 }, (_, at) => `A${10 + at}`);

/** One airport drifts now, one drifted before, and one drifts in two columns but less. */
const STORY: ModelStory = {
  name: 'by airport',
  windows: 20,
  endMs: END_MS,
  features: ['distance', 'hour'],
  segments: { dimension: 'origin', values: AIRPORTS },
  drift: () => 0.03,
  driftIn(segment, feature, window) {
    if (segment === 'origin=A33' && feature === 'hour' && window >= 18) return 0.9;
    if (segment === 'origin=A44' && window >= 15) return 0.15;
    if (segment === 'origin=A55' && feature === 'distance' && window === 3) return 0.9;
    return null;
  },
};

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;

beforeAll(async () => {
  [postgres, clickhouse] = await Promise.all([
    freshPostgres({ migrated: true }),
    freshClickHouse({ migrated: true }),
  ]);
  await insertStories({ pool: postgres.pool, client: clickhouse.client }, [STORY]);
});
afterAll(() => Promise.all([postgres.drop(), clickhouse.drop()]));

const deps = () => ({
  fleet: createFleetReadModel(postgres.pool),
  volume: createVolumeReadModel(clickhouse.client),
  measurements: createMeasurementReadModel(clickhouse.client),
  overview: createOverviewReadModel(postgres.pool),
});
const LAST_MONTH: RangeRequest = {
  projectId: 'default',
  modelName: STORY.name,
  range: '30d',
  fromMs: null,
  toMs: null,
  nowMs: END_MS,
};

async function read(only?: OverviewRequest['only']) {
  const overview = await readOverview(deps(), { ...LAST_MONTH, grain: undefined, only });
  if (typeof overview === 'string') throw new Error(overview);
  return overview;
}

async function breakDown(change: Partial<RangeRequest> = {}) {
  const breakdown = await readBreakdown(deps(), { ...LAST_MONTH, ...change });
  if (typeof breakdown === 'string') throw new Error(breakdown);
  return breakdown;
}

describe('an overview of a model that is watched segment by segment', () => {
  it('has the series of the whole model only', async () => {
    const { series } = await read();
    expect(series.length).toBeGreaterThan(0);
    expect(new Set(series.map(({ segment }) => segment))).toEqual(new Set(['']));
  });

  it('ranks what is worst now before what is worse in more columns, and that before the past', async () => {
    const { segments } = await breakDown();
    expect(segments.count).toBe(60);
    expect(segments.rows).toHaveLength(50);
    const shown = segments.rows.slice(0, 4).map(({ segment, worst, checks, failingChecks }) => ({
      segment,
      worst: [worst.verdict, worst.value, `${worst.failingWindows} of ${worst.windows}`],
      checks: `${failingChecks} of ${checks}`,
    }));
    expect(shown.slice(0, 3)).toEqual([
      { segment: 'origin=A33', worst: ['critical', 0.9, '2 of 20'], checks: '1 of 2' },
      { segment: 'origin=A44', worst: ['warning', 0.15, '5 of 20'], checks: '2 of 2' },
      { segment: 'origin=A55', worst: ['ok', expect.any(Number), '1 of 20'], checks: '0 of 2' },
    ]);
    expect(shown[3]?.worst[2]).toBe('0 of 20');
    expect(segments.rows[0]?.worst).toMatchObject({
      columnName: 'hour',
      warning: 0.1,
      unit: 'nats',
    });
  });

  it('leaves out segments that were not measured in the range', async () => {
    const fromMs = END_MS - 60 * DAY_MS;
    const { segments } = await breakDown({ fromMs, toMs: END_MS - 30 * DAY_MS });
    expect(segments).toEqual({ rows: [], count: 0 });
  });

  it('has one series alone where it is asked for', async () => {
    const only = {
      monitorId: `mon_${storyModelId(STORY).slice(4)}`,
      checkId: 'psi_hour@origin=A33',
    };
    const { series } = await read(only);
    expect(series.map(({ segment, columnName }) => [segment, columnName])).toEqual([
      ['origin=A33', 'hour'],
    ]);
    expect(series[0]?.points.startMs).toHaveLength(20);
    expect((await read({ ...only, checkId: 'none' })).series).toEqual([]);
  });
});
