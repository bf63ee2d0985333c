import { kolmogorovSmirnovPValueMetric } from '../../../src/metrics/drift/kolmogorov-smirnov-p-value.ts';
import { wassersteinMetric } from '../../../src/metrics/drift/wasserstein.ts';
import { createRandom } from '../../../src/stats/random.ts';
import { type CategoryLaw, uniformLaw, zipfLaw } from '../cell/category-law.ts';
import { drawNumericBaseline, drawNumericWindow } from '../cell/order-cell.ts';
import { VALUE_LAWS } from '../cell/value-law.ts';
import { DAY_SCENARIOS, type DayScenario } from '../dependent/day-scenario.ts';
import { drawDays } from '../dependent/draw-days.ts';
import { drawCounts } from '../draw/draw-counts.ts';
import { COUNT_RULES } from './count-rules.ts';

/** How often the default rules of others alarm where nothing drifts. */
export interface PeerResult {
  readonly rules: readonly {
    readonly id: string;
    /** Alarms a window. */
    readonly rate: number;
    readonly claims: number | null;
  }[];
  readonly windows: number;
}

export interface PeerCell {
  readonly name: string;
  run(seed: number, references: number): PeerResult;
}

const CHUNKS = 10;
const WINDOWS = 20;

const SIZES = [
  { m: 1000, n: 200 },
  { m: 1000, n: 1000 },
  { m: 10_000, n: 200 },
  { m: 10_000, n: 1000 },
  { m: 100_000, n: 10_000 },
] as const;

export function peerCells(): PeerCell[] {
  const laws = [uniformLaw(10), uniformLaw(40), zipfLaw(1000)];
  const few = DAY_SCENARIOS.filter((_, index) => [2, 5, 6, 7].includes(index));
  return [
    ...SIZES.map(numericCell),
    ...laws.flatMap((law) => SIZES.map((sizes) => countCell(law, sizes))),
    ...few.map(dayCell),
  ];
}

interface Sizes {
  readonly m: number;
  readonly n: number;
}

function countCell(law: CategoryLaw, { m, n }: Sizes): PeerCell {
  return {
    name: `peers ${law.name} m=${m} n=${n}`,
    run(seed, references) {
      const random = createRandom(seed);
      return tally(references, () => {
        const chunks = times(CHUNKS, () => drawCounts(random, m / CHUNKS, law.shares));
        return { chunks, windows: times(WINDOWS, () => drawCounts(random, n, law.shares)) };
      });
    },
  };
}

function dayCell(scenario: DayScenario): PeerCell {
  const shares = uniformLaw(10).shares;
  return {
    name: `peers days: ${scenario.name}`,
    run(seed, references) {
      const random = createRandom(seed);
      return tally(references, () => {
        const days = drawDays(random, scenario, shares, 28 + WINDOWS);
        return { chunks: days.slice(0, 28), windows: days.slice(28) };
      });
    },
  };
}

export type Counts = readonly number[];

function tally(
  references: number,
  draw: () => { readonly chunks: readonly Counts[]; readonly windows: readonly Counts[] },
): PeerResult {
  const alarms = COUNT_RULES.map(() => 0);
  for (let index = 0; index < references; index += 1) {
    const { chunks, windows } = draw();
    const reference = chunks.reduce((sum, chunk) => sum.map((one, bin) => one + (chunk[bin] ?? 0)));
    COUNT_RULES.forEach((rule, at) => {
      const isAlarm = rule.judge({ reference, chunks });
      for (const window of windows) if (isAlarm(window)) alarms[at] = (alarms[at] ?? 0) + 1;
    });
  }
  const windows = references * WINDOWS;
  const rules = COUNT_RULES.map(({ id, claims }, at) => {
    return { id, claims, rate: (alarms[at] ?? 0) / windows };
  });
  return { rules, windows };
}

/** The same on windows that are there already: the first are the reference. */
export function peerRatesOf(windows: readonly Counts[], references: number): PeerResult {
  const chunks = windows.slice(0, references);
  const later = windows.slice(references);
  const reference = chunks.reduce((sum, chunk) => sum.map((one, bin) => one + (chunk[bin] ?? 0)));
  const rules = COUNT_RULES.map(({ id, claims, judge }) => {
    const alarms = later.filter(judge({ reference, chunks })).length;
    return { id, claims, rate: alarms / later.length };
  });
  return { rules, windows: later.length };
}

/** Rules that look at the order of values, on the fine grid. */
function numericCell({ m, n }: Sizes): PeerCell {
  const law = VALUE_LAWS.logistic;
  return {
    name: `peers numeric m=${m} n=${n}`,
    run(seed, references) {
      const random = createRandom(seed);
      const windows = references * 4;
      let [tests, distances] = [0, 0];
      for (let index = 0; index < references; index += 1) {
        const baseline = drawNumericBaseline(random, law, m);
        for (let window = 0; window < 4; window += 1) {
          const drawn = drawNumericWindow(random, law, baseline, n);
          const test = kolmogorovSmirnovPValueMetric.measure(drawn, baseline, {});
          const distance = wassersteinMetric.measure(drawn, baseline, {});
          if (test.kind === 'value' && test.value <= 0.05) tests += 1;
          if (distance.kind === 'value' && distance.value >= 0.1) distances += 1;
        }
      }
      const evidently = m > 1000 ? distances : tests;
      return {
        rules: [
          { id: 'KS p < 0.05', claims: 0.05, rate: tests / windows },
          { id: 'Wasserstein ≥ 0.1 σ', claims: null, rate: distances / windows },
          { id: 'Evidently', claims: null, rate: evidently / windows },
        ],
        windows,
      };
    },
  };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
