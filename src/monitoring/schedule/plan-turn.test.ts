import { describe, expect, it } from 'vitest';
import { planRevisions } from './plan-revisions.ts';
import { planTurn, type TurnState } from './plan-turn.ts';
import type { ScheduledMonitor } from './schedule.ts';
import { coverageHasGrown, nextSettlingPoint } from './settling.ts';
import { unsettledCells } from './unsettled-cells.ts';
import { closingWatermark, isHistorical, watermarkOf } from './watermark.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const noon = Date.parse('2024-03-10T12:00Z');

const monitor = (change: Partial<ScheduledMonitor> = {}): ScheduledMonitor => ({
  monitorId: 'mon_1',
  projectId: 'default',
  modelId: 'mdl_1',
  name: 'drift',
  version: 1,
  cadence: '1h',
  variant: 'champion',
  environment: 'production',
  segment: '',
  checks: [],
  segmentsOf: null,
  noData: 'ignore',
  budget: { alarms: 1, days: 30 },
  persistence: { violations: 1, windows: 1 },
  resolveAfter: 1,
  cooldownMs: 0,
  enabled: true,
  createdAtMs: 0,
  historyUntilMs: null,
  evaluatedUntilMs: noon - HOUR_MS,
  ...change,
});
const outcomeCheck = {
  checkId: 'accuracy',
  metric: 'accuracy',
  column: null,
  parameters: {},
  threshold: { strategy: 'fixed', warning: null, critical: 0.8, side: 'below' },
  weight: 1,
} as const;
const state = (change: Partial<TurnState> = {}): TurnState => ({
  model: { timeZone: 'UTC', cellMs: HOUR_MS, clock: 'wall' },
  watermarkMs: noon,
  beganMs: null,
  advancesMs: [],
  monitors: [monitor()],
  unsettledCells: new Set(),
  backfillWindows: 3,
  windowsPerMonitor: 100,
  ...change,
});
const show = (turn: TurnState) =>
  planTurn(turn)
    .flat()
    .map((task) => {
      const hours = (task.window.startMs - noon) / HOUR_MS;
      return `${task.monitorId} ${hours} ${task.cause}${task.historical ? ' quiet' : ''}`;
    });

describe('planTurn', () => {
  it.each([
    ['takes the window that just closed', {}, ['mon_1 -1 scheduled']],
    ['waits for a window that is open', { watermarkMs: noon - 1 }, []],
    [
      'catches up in order, what is old in silence',
      { monitors: [monitor({ evaluatedUntilMs: noon - 5 * HOUR_MS })] },
      [
        'mon_1 -5 scheduled quiet',
        'mon_1 -4 scheduled quiet',
        'mon_1 -3 scheduled',
        'mon_1 -2 scheduled',
        'mon_1 -1 scheduled',
      ],
    ],
    [
      'stops in front of a window that is not counted yet',
      {
        monitors: [monitor({ evaluatedUntilMs: noon - 3 * HOUR_MS })],
        unsettledCells: new Set([noon - 2 * HOUR_MS]),
      },
      ['mon_1 -3 scheduled'],
    ],
    [
      'gives a new monitor a bounded past',
      { monitors: [monitor({ evaluatedUntilMs: null, historyUntilMs: noon })] },
      ['mon_1 -3 backfill quiet', 'mon_1 -2 backfill quiet', 'mon_1 -1 backfill quiet'],
    ],
    [
      'passes over nothing that closed since the monitor was made, however late it comes',
      {
        monitors: [monitor({ evaluatedUntilMs: null, historyUntilMs: noon - 4 * HOUR_MS })],
        backfillWindows: 1,
      },
      [
        'mon_1 -5 backfill quiet',
        'mon_1 -4 scheduled quiet',
        'mon_1 -3 scheduled',
        'mon_1 -2 scheduled',
        'mon_1 -1 scheduled',
      ],
    ],
    [
      'nor of a replay that ran ahead before the first turn',
      {
        model: { timeZone: 'UTC', cellMs: HOUR_MS, clock: 'replay' } as const,
        monitors: [monitor({ evaluatedUntilMs: null })],
        beganMs: noon - 3 * HOUR_MS,
        advancesMs: [noon - 3 * HOUR_MS, noon - 2 * HOUR_MS, noon - HOUR_MS, noon],
        backfillWindows: 1,
      },
      ['mon_1 -4 scheduled', 'mon_1 -3 scheduled', 'mon_1 -2 scheduled', 'mon_1 -1 scheduled'],
    ],
    [
      'puts fresh windows before history',
      {
        monitors: [
          monitor({ evaluatedUntilMs: null, historyUntilMs: noon }),
          monitor({ monitorId: 'mon_2' }),
        ],
        backfillWindows: 1,
      },
      ['mon_2 -1 scheduled', 'mon_1 -1 backfill quiet'],
    ],
    ['leaves out what is switched off', { monitors: [monitor({ enabled: false })] }, []],
    [
      'takes a bite of a long gap',
      { monitors: [monitor({ evaluatedUntilMs: noon - 9 * HOUR_MS })], windowsPerMonitor: 1 },
      ['mon_1 -9 scheduled quiet'],
    ],
    [
      'judges a replay by the advance that closed the window, not by the last one',
      {
        model: { timeZone: 'UTC', cellMs: HOUR_MS, clock: 'replay' } as const,
        monitors: [monitor({ evaluatedUntilMs: noon - 4 * HOUR_MS })],
        advancesMs: [noon - 3 * HOUR_MS, noon - 2 * HOUR_MS, noon],
      },
      ['mon_1 -4 scheduled', 'mon_1 -3 scheduled', 'mon_1 -2 scheduled', 'mon_1 -1 scheduled'],
    ],
    [
      'a replay that leaps makes history of what it leaps over',
      {
        model: { timeZone: 'UTC', cellMs: HOUR_MS, clock: 'replay' } as const,
        monitors: [monitor({ evaluatedUntilMs: noon - 4 * HOUR_MS })],
        advancesMs: [noon],
      },
      [
        'mon_1 -4 scheduled quiet',
        'mon_1 -3 scheduled',
        'mon_1 -2 scheduled',
        'mon_1 -1 scheduled',
      ],
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(show(state(change))).toEqual(expected);
  });
});

describe('planRevisions', () => {
  const cells = (change: { rows?: boolean; labels?: boolean }) => [
    { startMs: noon - 3 * HOUR_MS, rows: false, labels: false, ...change },
  ];
  const plan = (monitors: ScheduledMonitor[], change: { rows?: boolean; labels?: boolean }) =>
    planRevisions({ timeZone: 'UTC' }, monitors, cells(change), noon).map(
      (one) =>
        `${one.cause} ${(one.windowStartMs - noon) / HOUR_MS} due ${(one.dueAtMs - noon) / HOUR_MS}`,
    );
  const labelled = monitor({ checks: [outcomeCheck] });

  it.each([
    ['late rows are due at once', [monitor()], { rows: true }, ['late_rows -3 due 0']],
    ['late labels at their settling point', [labelled], { labels: true }, ['late_labels -3 due 4']],
    ['and not at all where nobody looks at labels', [monitor()], { labels: true }, []],
    [
      'windows that were not evaluated yet need no revision',
      [monitor({ evaluatedUntilMs: noon - 3 * HOUR_MS })],
      { rows: true },
      [],
    ],
    [
      'a new monitor has nothing to revise',
      [monitor({ evaluatedUntilMs: null })],
      { rows: true },
      [],
    ],
    [
      'both, each for its own reason',
      [labelled],
      { rows: true, labels: true },
      ['late_rows -3 due 0', 'late_labels -3 due 4'],
    ],
  ])('%s', (_, monitors, change, expected) => {
    expect(plan(monitors, change)).toEqual(expected);
  });
});

describe('settling', () => {
  it.each([
    ['within the first hour at one hour', 10, 1 * HOUR_MS],
    ['on the hour at that hour', 1 * HOUR_MS, 1 * HOUR_MS],
    ['then at six', 2 * HOUR_MS, 6 * HOUR_MS],
    ['then at a day', 7 * HOUR_MS, DAY_MS],
    ['then at a week', 2 * DAY_MS, 7 * DAY_MS],
    ['then at a month', 8 * DAY_MS, 30 * DAY_MS],
    ['then once a month', 31 * DAY_MS, 60 * DAY_MS],
  ])('labels settle %s', (_, ageMs, expected) => {
    expect(nextSettlingPoint(0, ageMs)).toBe(expected);
  });

  it.each([
    ['a point more is enough', 0.3, 0.31, true],
    ['less is not', 0.3, 0.309, false],
    ['the first point counts from nothing', null, 0.01, true],
    ['without labels nothing grows', null, 0, false],
    ['without predictions nothing grows', 0.3, null, false],
  ] as const)('%s', (_, before, now, expected) => {
    expect(coverageHasGrown(before, now)).toBe(expected);
  });
});

describe('watermark', () => {
  it.each([
    ['the wall clock waits for late rows', 'wall', null, noon - HOUR_MS],
    ['a replay says by itself', 'replay', noon - DAY_MS, noon - DAY_MS],
    ['and before that nothing is closed', 'replay', null, null],
  ] as const)('%s', (_, clock, watermarkMs, expected) => {
    expect(watermarkOf({ clock, watermarkMs, latenessMs: HOUR_MS }, noon)).toBe(expected);
  });

  it.each([
    ['two cadences old still pages', noon - 2 * HOUR_MS, null, false],
    ['older does not', noon - 2 * HOUR_MS - 1, null, true],
    ['what ended before the monitor was made does not', noon, noon, true],
    ['what ended after does', noon, noon - 1, false],
  ] as const)('%s', (_, endMs, historyUntilMs, expected) => {
    expect(isHistorical(endMs, '1h', historyUntilMs, noon)).toBe(expected);
  });

  it('finds the advance that closed a window', () => {
    expect(closingWatermark(10, 99, [5, 12, 11, 40])).toBe(11);
    expect(closingWatermark(10, 99, [])).toBe(99);
  });
});

describe('unsettledCells', () => {
  const closedAt = noon + HOUR_MS + 60_000;
  it.each([
    ['rows that came in time hold up their window', 'wall', closedAt, [noon]],
    ['rows that came later do not', 'wall', closedAt + 1, []],
    ['on a replay all of them do', 'replay', closedAt + DAY_MS, [noon]],
  ] as const)('%s', (_, clock, acknowledgedAtMs, expected) => {
    const model = { clock, cellMs: HOUR_MS, latenessMs: 60_000 } as const;
    const cells = unsettledCells(model, [{ timeMs: noon + 5, acknowledgedAtMs }]);
    expect([...cells]).toEqual(expected);
  });
});
