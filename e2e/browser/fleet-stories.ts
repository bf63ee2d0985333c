import type { ModelStory } from '../../src/testing/model-story.ts';

const DAY_MS = 86_400_000;
export const NOW_MS = Date.UTC(2026, 5, 15, 9, 30);
export const TODAY_MS = Date.UTC(2026, 5, 15);

export const HOSTILE_NAME = '<img src=x onerror="document.title=\'owned\'"> & co';

/** A fleet with one model of each kind. */
export const FLEET: readonly ModelStory[] = [
  {
    name: 'flight-delay',
    timeZone: 'America/Chicago',
    windows: 60,
    endMs: TODAY_MS + 5 * 3_600_000 - DAY_MS,
    segment: 'origin=ORD',
    features: ['distance', 'hour', 'origin', 'carrier', 'month', 'weekday', 'wind'],
    drift: (feature, window) => (feature === 'distance' && window >= 50 ? 1.43 : 0.03),
    auc: (window) => (window >= 57 ? null : window >= 50 ? 0.61 : 0.79),
    version: (window) => (window < 45 ? '2026.1' : '2026.2'),
    rows: (window) => 4_000 + 500 * (window % 7),
    alerts: [{ feature: 'distance', severity: 'critical', state: 'firing', opened: 50, last: 59 }],
  },
  {
    name: 'credit-risk',
    windows: 60,
    endMs: TODAY_MS,
    drift: (feature, window) => (feature === 'hour' && window >= 58 ? 0.17 : 0.03),
    alerts: [{ feature: 'hour', severity: 'warning', state: 'firing', opened: 58, last: 59 }],
  },
  { name: 'churn', windows: 60, endMs: TODAY_MS, auc: () => 0.8 },
  { name: 'fraud', windows: 60, endMs: TODAY_MS - 4 * DAY_MS },
  { name: 'forecast', windows: 3, endMs: TODAY_MS, monitored: false, hasBaseline: false },
  { name: HOSTILE_NAME, windows: 10, endMs: TODAY_MS },
];
