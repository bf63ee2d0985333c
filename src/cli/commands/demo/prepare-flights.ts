import { firstFrom } from '../../../../examples/flights/measure-model.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';
import { readFlights } from '../../../../examples/flights/read-flights.mjs';
import { findFlights } from './find-flights.ts';
import { flightsFrom, largestAirports } from './largest-airports.ts';
import { REPLAY_START_MS } from './period.ts';
import { synthesizeFlights } from './synthetic-flights.ts';

export interface PreparedFlights {
  readonly source: 'vega-datasets' | 'synthetic';
  readonly flights: Flights;
}

interface Wanted {
  readonly seed: number;
  readonly yes?: boolean;
  readonly synthetic?: boolean;
  readonly airports?: number;
}

/** The flights that will be played: real ones where they are to be had. */
export async function prepareFlights(
  wanted: Wanted,
  say: (line: string) => void,
): Promise<PreparedFlights> {
  const path =
    wanted.synthetic === true
      ? null
      : await findFlights({
          yes: wanted.yes === true,
          isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
          say,
        });
  if (path === null) {
    say(
      'These flights are MADE UP. For real ones: leeway demo --yes, or npm install vega-datasets.',
    );
  }
  const all = path === null ? synthesizeFlights(wanted.seed) : await readFlights(path);
  const source = path === null ? 'synthetic' : 'vega-datasets';
  if (wanted.airports === undefined) return { source, flights: all };
  const busiest = largestAirports(all, firstFrom(all, REPLAY_START_MS), wanted.airports);
  return { source, flights: flightsFrom(all, busiest) };
}
