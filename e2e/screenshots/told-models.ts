import type { ModelStory } from '../../src/testing/model-story.ts';

const DAY_MS = 86_400_000;

/** The rest of a fleet, one model of each kind. */
export const usualModels = (todayMs: number): readonly ModelStory[] => [
  {
    name: 'flight-delay',
    timeZone: 'America/Chicago',
    windows: 60,
    endMs: todayMs + 5 * 3_600_000 - DAY_MS,
    features: ['distance', 'hour', 'origin', 'carrier', 'month', 'weekday', 'wind'],
    drift: (feature, window) => (feature === 'distance' && window >= 55 ? 0.43 : 0.03),
    auc: (window) => (window >= 57 ? null : 0.79 - (window % 5) * 0.004),
    version: (window) => (window < 45 ? '2026.1' : '2026.2'),
    rows: (window) => 4_000 + 500 * (window % 7),
    alerts: [
      {
        feature: 'distance',
        severity: 'critical',
        state: 'acknowledged',
        opened: 55,
        last: 59,
        explanation: 'Population stability index of distance is 0.43, above its bound of 0.25.',
      },
    ],
  },
  {
    name: 'churn',
    windows: 60,
    endMs: todayMs,
    drift: (feature, window) => (feature === 'hour' && window >= 58 ? 0.17 : 0.03),
    rows: (window) => 900 + 40 * (window % 7),
    alerts: [
      {
        feature: 'hour',
        severity: 'warning',
        state: 'firing',
        opened: 58,
        last: 59,
        explanation: 'Population stability index of hour is 0.17, above its bound of 0.1.',
      },
    ],
  },
  { name: 'fraud', windows: 60, endMs: todayMs - 4 * DAY_MS, rows: () => 52_000 },
  {
    name: 'ranking',
    windows: 60,
    endMs: todayMs,
    auc: () => 0.81,
    rows: (w) => 8_000 + 900 * (w % 7),
  },
  { name: 'forecast', windows: 3, endMs: todayMs, monitored: false, hasBaseline: false },
];

/** More than fits: long names, many columns, many alerts. */
export const tooManyModels = (todayMs: number): readonly ModelStory[] =>
  Array.from({ length: 120 }, (_, index) => ({
    name:
      index === 0
        ? 'recommendations-for-returning-customers-in-the-northern-regions-v2-shadow-of-the-shadow'
        : `model-${String(index).padStart(3, '0')}`,
    windows: 40,
    endMs: todayMs,
    features: Array.from({ length: index === 0 ? 60 : 3 }, (_, at) =>
      at === 0 ? 'a_feature_whose_name_goes_on_and_on_because_nobody_stopped_it' : `feature_${at}`,
    ),
    ...(index < 40
      ? {
          drift: (feature: string, window: number) =>
            window >= 36 && feature.length % 2 === 0 ? 0.4 : 0.02,
          alerts: Array.from({ length: 3 }, (_, at) => ({
            feature: `feature_${(at % 2) + 1}`,
            severity: at === 0 ? ('critical' as const) : ('warning' as const),
            state: at === 2 ? ('resolved' as const) : ('firing' as const),
            opened: 36 - at,
            last: 38,
          })).slice(0, 2),
        }
      : {}),
  }));
