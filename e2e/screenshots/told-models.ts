import { type ModelStory, storyAlertId } from '../../src/testing/model-story.ts';
import { LONG_NAME } from './names.ts';

const DAY_MS = 86_400_000;

/** The rest of a fleet, one model of each kind. */
export const usualModels = (todayMs: number): readonly ModelStory[] => [
  {
    name: 'flight-delay',
    // Its next day is over in Chicago at some times of ours, and a server would judge it.
    clock: 'replay',
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

const LONG_FEATURE = 'a_feature_whose_name_goes_on_and_on_because_nobody_stopped_it';
const REGIONS = Array.from(
  { length: 30 },
  (_, at) => `northern and neighbouring districts with their islands, part ${at + 1}`,
);
/** The alert that has more to say than fits. */
export const LONG_ALERT_ID = storyAlertId({ name: LONG_NAME }, 0);

/** More than fits: long names, many columns, many segments, many alerts. */
export const tooManyModels = (todayMs: number): readonly ModelStory[] => [
  longModel(todayMs),
  ...Array.from({ length: 119 }, (_, at) => ({
    name: `model-${String(at + 1).padStart(3, '0')}`,
    windows: 40,
    endMs: todayMs,
    features: ['feature_0', 'feature_1', 'feature_2'],
    ...(at < 39
      ? {
          drift: (_: string, window: number) => (window >= 36 ? 0.4 : 0.02),
          alerts: [1, 2].map((feature) => ({
            feature: `feature_${feature}`,
            severity: feature === 1 ? ('critical' as const) : ('warning' as const),
            state: 'firing' as const,
            opened: 37 - feature,
            last: 38,
            explanation: `Population stability index of feature_${feature} is 0.4, above its bound of 0.25.`,
          })),
        }
      : {}),
  })),
];

function longModel(todayMs: number): ModelStory {
  const features = Array.from({ length: 60 }, (_, at) =>
    at === 0 ? LONG_FEATURE : `feature_${at}`,
  );
  return {
    name: LONG_NAME,
    windows: 40,
    endMs: todayMs,
    features,
    rows: (window) => 1_234_567 + 10_000 * (window % 7),
    segments: { dimension: 'region_of_the_last_delivery', values: REGIONS },
    drift: (feature, window) =>
      window < 36 ? 0.02 : feature === LONG_FEATURE ? 1.2 : feature.length % 2 === 0 ? 0.4 : 0.02,
    driftIn: (segment, feature, window) =>
      feature === LONG_FEATURE && window >= 36 ? segment.length / 60 : null,
    auc: (window) => (window >= 38 ? null : 0.8),
    alerts: [
      {
        feature: LONG_FEATURE,
        segment: `region_of_the_last_delivery=${REGIONS[11]}`,
        severity: 'critical',
        state: 'firing',
        opened: 36,
        last: 39,
        urgentWith: Array.from({ length: 12 }, (_, at) =>
          storyAlertId({ name: LONG_NAME }, at + 1),
        ),
        explanation: `Population stability index of ${LONG_FEATURE} for region_of_the_last_delivery=${REGIONS[11]} was 1.2, above the critical bound of 0.25 (94,967 rows against 3,846 of the baseline).`,
        diagnosis: {
          cause: {
            kind: 'scale_change',
            segment: `region_of_the_last_delivery=${REGIONS[11]}`,
            because: 'Values are 1.609 times what they were.',
            factor: 1.60934,
          },
          value: null,
          column: {
            missing: { before: 0.001, after: 0.004 },
            numeric: {
              mean: { before: 750_123_456.78, after: 1_207_987_654.32 },
              low: { before: 190_000_000, after: 306_000_000 },
              median: { before: 610_000_000, after: 982_000_000 },
              high: { before: 1_700_000_000, after: 2_736_000_000 },
            },
            categories: [],
            unseen: null,
          },
          segments: REGIONS.slice(0, 25).map((region, at) => ({
            segment: `region_of_the_last_delivery=${region}`,
            part: at === 0 ? 0.62 : at === 11 ? -0.02 : 0.04,
            rows: 94_967 - at * 50,
          })),
          certainty: {
            value: 1.2,
            bound: 0.25,
            n: 94_967,
            m: 3_846,
            binding: 'history',
            level: 0.00033,
            learntFrom: 28,
            minimumDetectable: 0.11,
          },
          sentence: `Of ${LONG_FEATURE}, the mean went from 750,123,456.78 to 1,207,987,654.32: values are 1.609 times what they were, as kilometres are of miles.`,
        },
      },
      ...Array.from({ length: 40 }, (_, at) => ({
        feature: features[(at % 20) + 1] ?? LONG_FEATURE,
        segment: `region_of_the_last_delivery=${REGIONS[at % 30]}`,
        severity: at % 3 === 0 ? ('critical' as const) : ('warning' as const),
        state: at % 4 === 3 ? ('resolved' as const) : ('firing' as const),
        opened: 30 + (at % 6),
        last: 38,
        explanation: `Population stability index of ${features[(at % 20) + 1]} for region_of_the_last_delivery=${REGIONS[at % 30]} is 0.4, above its bound of 0.25.`,
      })),
    ],
  };
}
