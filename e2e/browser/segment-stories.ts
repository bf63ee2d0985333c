import { type ModelStory, storyAlertId } from '../../src/testing/model-story.ts';
import { TODAY_MS } from './fleet-stories.ts';

const AIRPORTS = Array.from(
  { length: 50 },
  (_, at) => `${'ABCDE'.charAt(Math.floor(at / 10))}${'KLMNOPQRST'.charAt(at % 10)}X`,
);
const NAME = 'flights-by-airport';
const WORST = `origin=${AIRPORTS[4]}`;

/** Fifty airports, eight columns, and two hundred alerts. */
export const SEGMENTED: ModelStory = {
  name: NAME,
  windows: 30,
  endMs: TODAY_MS,
  features: ['distance', 'hour', 'carrier', 'month', 'weekday', 'wind', 'delay', 'seats'],
  segments: { dimension: 'origin', values: AIRPORTS },
  drift: (feature, window) => (feature === 'distance' && window >= 26 ? 0.31 : 0.03),
  driftIn: (segment, feature, window) => {
    if (feature === 'distance' && segment === WORST && window >= 26) return 2.4;
    if (feature === 'hour' && segment === `origin=${AIRPORTS[9]}` && window >= 28) return 0.14;
    return null;
  },
  auc: (window) => (window >= 27 ? null : 0.8),
  alerts: [
    {
      feature: 'distance',
      segment: WORST,
      severity: 'critical',
      state: 'firing',
      opened: 26,
      last: 29,
      urgentWith: [storyAlertId({ name: NAME }, 1)],
      explanation: `Population stability index of distance for ${WORST} was 2.4 on 11 Jun 2026, above the critical bound of 0.25 (167 rows against 8,333 of the baseline).`,
      diagnosis: {
        cause: {
          kind: 'scale_change',
          segment: WORST,
          because: 'Values are 1.609 times what they were.',
          factor: 1.60934,
        },
        value: null,
        column: {
          missing: { before: 0.001, after: 0.004 },
          numeric: {
            mean: { before: 750, after: 1207 },
            low: { before: 190, after: 306 },
            median: { before: 610, after: 982 },
            high: { before: 1700, after: 2736 },
          },
          categories: [],
          unseen: null,
        },
        segments: AIRPORTS.slice(0, 12).map((airport, at) => ({
          segment: `carrier=${airport}`,
          part: at === 0 ? 0.62 : at === 11 ? -0.02 : 0.04,
          rows: 900 - at * 50,
        })),
        certainty: {
          value: 2.4,
          bound: 0.25,
          n: 167,
          m: 8333,
          binding: 'history',
          level: 0.00033,
          learntFrom: 28,
          minimumDetectable: 0.11,
        },
        sentence:
          'Of distance, the mean went from 750 to 1,207: values are 1.609 times what they were, as kilometres are of miles.',
      },
    },
    ...Array.from({ length: 200 }, (_, at) => ({
      feature: ['distance', 'hour', 'carrier', 'month', 'weekday', 'wind', 'delay', 'seats'][
        at % 8
      ] as string,
      segment: `origin=${AIRPORTS[at % 50]}`,
      severity: at % 3 === 0 ? ('critical' as const) : ('warning' as const),
      state: at % 4 === 0 ? ('firing' as const) : ('resolved' as const),
      opened: at % 25,
      last: (at % 25) + 2,
      explanation: `Population stability index of a column for origin=${AIRPORTS[at % 50]} was 0.3.`,
    })),
  ],
};
