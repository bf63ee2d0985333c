import { beforeAll, describe, expect, it } from 'vitest';
import { isLate } from '../../../../examples/flights/flight.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';
import { flightsFrom, largestAirports } from './largest-airports.ts';
import { prepareFlights } from './prepare-flights.ts';
import { synthesizeFlights } from './synthetic-flights.ts';

const lateShare = ({ delayMinutes, count }: Flights) => delayMinutes.filter(isLate).length / count;
const isOrdered = ({ departedAtMs }: Flights) =>
  departedAtMs.every((time, at) => at === 0 || time >= (departedAtMs[at - 1] ?? 0));

describe('the flights of the demo', () => {
  let flights = {} as Flights;
  beforeAll(async () => {
    const prepared = await prepareFlights({ seed: 1 }, () => {});
    expect(prepared.source).toBe('vega-datasets');
    flights = prepared.flights;
  }, 60_000);

  it('are three million, in the order of their departure, January to the last night of June', () => {
    expect(flights.count).toBe(3_000_000);
    expect(isOrdered(flights)).toBe(true);
    expect(flights.departedAtMs.at(0)).toBeGreaterThanOrEqual(Date.UTC(2001, 0, 1));
    expect(flights.departedAtMs.at(-1)).toBeLessThanOrEqual(Date.UTC(2001, 6, 1, 1));
  });

  it('are late in a fifth of all cases', () => {
    expect(lateShare(flights)).toBeCloseTo(0.2, 1);
  });

  it('can be cut down to those of some airports, all of them', () => {
    const part = flightsFrom(flights, ['SEA', 'BOS']);
    expect(part.count).toBe(50_231 + 65_486);
    expect(isOrdered(part)).toBe(true);
    expect(largestAirports(part, part.count, 5)).toEqual(['BOS', 'SEA']);
  });

  it('come from these airports above all', () => {
    expect(largestAirports(flights, flights.count, 4)).toEqual(['ORD', 'DFW', 'ATL', 'LAX']);
  });
});

describe('flights that are made up', () => {
  const flights = synthesizeFlights(1);

  it('are the same for the same seed, and others for another', () => {
    const bytes = ({ delayMinutes }: Flights) => Buffer.from(delayMinutes.buffer);
    expect(bytes(synthesizeFlights(1)).equals(bytes(flights))).toBe(true);
    expect(bytes(synthesizeFlights(2)).equals(bytes(flights))).toBe(false);
  });

  it('fill the half year in order, never from an airport to itself', () => {
    expect(isOrdered(flights)).toBe(true);
    expect(flights.departedAtMs.at(0)).toBeLessThan(Date.UTC(2001, 0, 1, 1));
    expect(flights.departedAtMs.at(-1)).toBeGreaterThan(Date.UTC(2001, 5, 30, 22));
    expect(flights.origin.some((origin, at) => origin === flights.destination[at])).toBe(false);
    expect(lateShare(flights)).toBeGreaterThan(0.05);
    expect(lateShare(flights)).toBeLessThan(0.35);
  });

  it('are what is played where the real ones are not wanted, and it is said', async () => {
    const said: string[] = [];
    const wanted = { seed: 1, synthetic: true, airports: 3 };
    const { source, flights: part } = await prepareFlights(wanted, (line) => said.push(line));
    expect(source).toBe('synthetic');
    expect(largestAirports(part, part.count, 9)).toHaveLength(3);
    expect(said.join(' ')).toContain('MADE UP');
  });
});
