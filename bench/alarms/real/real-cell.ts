import { createRandom } from '../../../src/stats/random.ts';
import type { LevelResult } from '../cell/judge-cell.ts';
import { checkOf, monitorOf } from '../dependent/day-cell.ts';
import { isBad, watch } from '../dependent/watch.ts';
import { estimateOf } from '../estimate.ts';
import { type PeerResult, peerRatesOf } from '../peers/peer-rates.ts';
import type { RealDay } from './day-table.ts';
import { readFlightDays } from './flights.ts';
import { type PlacedDay, permuteDays } from './permute-days.ts';
import { readBicycleDays, readElectricityDays } from './reference-data.ts';

export interface RealData {
  readonly name: string;
  readonly baselineDays: number;
  /** Asks for data that does not come with the project. */
  readonly isReference: boolean;
  readonly checks: readonly (readonly [metric: string, column: string])[];
  read(): readonly RealDay[] | Promise<readonly RealDay[]>;
}

const PSI = 'population_stability_index';

export const REAL_DATA: readonly RealData[] = [
  {
    name: 'flights',
    baselineDays: 56,
    isReference: false,
    read: readFlightDays,
    checks: [
      [PSI, 'distance'],
      [PSI, 'hour'],
      ['jensen_shannon', 'origin'],
      ['kolmogorov_smirnov', 'delay'],
      [PSI, 'late'],
    ],
  },
  {
    name: 'electricity',
    baselineDays: 84,
    isReference: true,
    read: readElectricityDays,
    checks: [
      ['kolmogorov_smirnov', 'nswdemand'],
      ['wasserstein', 'nswprice'],
    ],
  },
  {
    name: 'bicycles',
    baselineDays: 84,
    isReference: true,
    read: readBicycleDays,
    checks: [
      [PSI, 'hour'],
      ['jensen_shannon', 'customer'],
      ['kolmogorov_smirnov', 'wind'],
    ],
  },
];

export interface RealResult {
  readonly checks: readonly {
    readonly metric: string;
    readonly column: string;
    readonly levels: readonly LevelResult[];
  }[];
  /** Default rules of others on the categorical columns, in one of the orders. */
  readonly peers: readonly (PeerResult & { readonly column: string })[];
}

/** False alarms on real days in random order. */
export async function judgeRealData(
  data: RealData,
  levels: readonly number[],
  permutations: number,
  seed: number,
): Promise<RealResult> {
  const random = createRandom(seed);
  const days = await data.read();
  const checks = data.checks.map(([metric, column]) => ({
    ...checkOf(metric, 0),
    checkId: `${metric} ${column}`,
    column,
  }));
  const tallies = levels.map(() => checks.map(() => days.map(() => ({ times: 0, bad: 0 }))));
  const nothing = { binding: 'none', unbounded: true, blind: true };
  const facts = levels.map(() => checks.map(() => nothing));
  let peers: RealResult['peers'] = [];
  for (let round = 0; round < permutations; round += 1) {
    const placed = permuteDays(random, days);
    if (round === 0) peers = peersOn(data, placed);
    levels.forEach((level, at) => {
      // Each check is judged at the whole level, so the monitor is granted that of all together.
      const monitor = monitorOf(checks, level * checks.length);
      const watched = watch(monitor, placed.slice(0, data.baselineDays));
      for (const day of placed.slice(data.baselineDays)) {
        watched.judge(day).forEach((judged, which) => {
          const tally = tallies[at]?.[which]?.[day.index];
          if (tally === undefined) return;
          tally.times += 1;
          if (isBad(judged.verdict)) tally.bad += 1;
          const { binding, isBounded, isBlind } = judged;
          const row = facts[at];
          if (row !== undefined) row[which] = { binding, unbounded: !isBounded, blind: isBlind };
        });
      }
    });
  }
  return {
    peers,
    checks: data.checks.map(([metric, column], which) => ({
      metric,
      column,
      levels: levels.map((level, at) => {
        const tested = (tallies[at]?.[which] ?? []).filter(({ times }) => times > 0);
        return {
          level,
          // Days are what there is few of: the same one is strange in every order.
          observed: estimateOf(tested.map(({ times, bad }) => bad / times / level)),
          badBaselines: null,
          baselines: permutations,
          ...(facts[at]?.[which] ?? nothing),
        };
      }),
    })),
  };
}

function peersOn({ checks, baselineDays }: RealData, placed: readonly PlacedDay[]) {
  const names = [...new Set(checks.map(([, column]) => column))];
  return names.flatMap((column) => {
    const days = placed.map(
      ({ profile }) => profile.columns.get(column)?.categorical?.counts ?? [],
    );
    return days[0]?.length ? [{ ...peerRatesOf(days, baselineDays), column }] : [];
  });
}
