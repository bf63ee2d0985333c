import { describe, expect, test } from 'vitest';
import type { WatchedModel } from '../../monitoring/health/watched-model.ts';
import {
  chooseGrain,
  chooseHeatSpans,
  countedUntil,
  presentOf,
  rangeBefore,
} from './choose-range.ts';
import { fillVolume } from './fill-volume.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (iso: string) => Date.parse(iso);

function model(more: Partial<WatchedModel> = {}): WatchedModel {
  return {
    modelId: 'mdl_1',
    name: 'flights',
    timeZone: 'America/Chicago',
    clock: 'wall',
    watermarkMs: null,
    latenessMs: 300_000,
    cellMs: HOUR_MS,
    hasBaseline: true,
    monitors: [],
    openAlerts: { critical: 0, warning: 0 },
    silencedAlerts: 0,
    ...more,
  };
}

describe('the present', () => {
  const now = at('2026-06-15T09:30Z');
  test('of a live model is now', () => {
    expect(presentOf(model(), null, now)).toBe(now);
  });
  test('of a replay is its watermark, else where its rows end', () => {
    const replay = model({ clock: 'replay' });
    const extent = { startMs: 0, endMs: at('2001-05-01T00:00Z') };
    expect(presentOf({ ...replay, watermarkMs: 5 }, extent, now)).toBe(5);
    expect(presentOf(replay, extent, now)).toBe(at('2001-05-01T01:00Z'));
  });
  test('counts whole cells only that no longer wait for late rows', () => {
    expect(countedUntil(model(), at('2026-06-15T09:30Z'))).toBe(at('2026-06-15T09:00Z'));
    expect(countedUntil(model(), at('2026-06-15T09:04Z'))).toBe(at('2026-06-15T08:00Z'));
  });
});

test('a named range begins with a whole local day', () => {
  const range = rangeBefore(at('2026-06-15T09:30Z'), '7d', 'America/Chicago');
  expect(new Date(range.startMs).toISOString()).toBe('2026-06-08T05:00:00.000Z');
});

test.each([
  ['a day by cells', DAY_MS, undefined, '1h'],
  ['a month by days', 30 * DAY_MS, undefined, '1d'],
  ['a month by hours if so wished', 30 * DAY_MS, '1h', '1h'],
  ['a year by hours is too fine', 365 * DAY_MS, '1h', '1d'],
  ['nothing is finer than a cell', DAY_MS, '5m', '1h'],
] as const)('%s', (_, lengthMs, wanted, expected) => {
  const range = { startMs: 0, endMs: lengthMs };
  expect(chooseGrain(range, model(), wanted)).toBe(expected);
});

describe('spans of the heat map', () => {
  const daily = model({
    monitors: [{ monitorId: 'm', name: 'm', cadence: '1d', latest: null, labelled: null }],
  });
  test('are never shorter than a window', () => {
    const range = { startMs: at('2026-06-01T05:00Z'), endMs: at('2026-06-08T05:00Z') };
    expect(chooseHeatSpans(range, daily).spans).toHaveLength(7);
    expect(chooseHeatSpans(range, model()).spans).toHaveLength(56);
  });
  test('follow local days over a change to summer time', () => {
    const range = { startMs: at('2001-03-30T06:00Z'), endMs: at('2001-04-04T05:00Z') };
    const { spans, window, bucketMs } = chooseHeatSpans(range, daily);
    expect(spans.map(({ startMs }) => new Date(startMs).toISOString().slice(0, 13))).toEqual([
      '2001-03-30T06',
      '2001-03-31T06',
      '2001-04-01T06',
      '2001-04-02T05',
      '2001-04-03T05',
    ]);
    for (const [index, span] of spans.entries()) {
      expect(Math.floor((span.startMs - window.startMs) / bucketMs)).toBe(index);
    }
  });
});

describe('volume', () => {
  const range = { startMs: at('2026-06-01T05:00Z'), endMs: at('2026-06-05T05:00Z') };
  const point = { startMs: at('2026-06-02T05:00Z'), rows: 7, erroneousRows: 1 };
  const filled = (known: { startMs: number; endMs: number } | null) =>
    fillVolume([point], range, known, '1d', 'America/Chicago').map(({ rows }) => rows);

  test('is 0 where nothing was counted after the first prediction', () => {
    expect(filled({ startMs: at('2026-06-02T06:00Z'), endMs: at('2026-06-05T05:00Z') })).toEqual([
      7, 0, 0,
    ]);
  });
  test('ends where counting has come', () => {
    expect(filled({ startMs: at('2026-06-02T06:00Z'), endMs: at('2026-06-03T05:00Z') })).toEqual([
      7,
    ]);
  });
  test('is nothing before the first prediction ever', () => {
    expect(filled(null)).toEqual([]);
  });
});
