import { beforeAll, describe, expect, it } from 'vitest';
import type { Flight } from './flight.ts';
import { estimatedArrivalMs, hourOf, isLate } from './flight.ts';
import { findFlightsFile, readFlights } from './read-flights.ts';

describe('the flights of the demo', () => {
  let flights: readonly Flight[] = [];
  beforeAll(async () => {
    flights = await readFlights(findFlightsFile(), new Set(['SEA', 'BOS']));
  }, 60_000);

  it('are those of the airports asked for, all of them, once', () => {
    expect(flights.length).toBe(50_231 + 65_486);
    expect(new Set(flights.map((flight) => flight.flightId)).size).toBe(flights.length);
    expect(new Set(flights.map((flight) => flight.origin))).toEqual(new Set(['SEA', 'BOS']));
  });

  it('come in the order of their departure, January to the last night of June 2001', () => {
    const times = flights.map((flight) => flight.departedAtMs);
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
    expect(times.at(0)).toBeGreaterThanOrEqual(Date.UTC(2001, 0, 1));
    expect(times.at(-1)).toBeLessThanOrEqual(Date.UTC(2001, 6, 1));
  });

  it('are late in a fifth to a third of all cases', () => {
    const share = flights.filter(isLate).length / flights.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.34);
  });
});

describe('a flight', () => {
  const flight = {
    flightId: 'flight-1',
    departedAtMs: Date.UTC(2001, 0, 1, 17, 59),
    origin: 'BOS',
    destination: 'ORD',
    distanceMiles: 900,
    arrivalDelayMinutes: 15,
  };

  it('is late beyond 15 minutes, not at 15', () => {
    expect(isLate(flight)).toBe(false);
    expect(isLate({ ...flight, arrivalDelayMinutes: 16 })).toBe(true);
  });

  it('arrives after half an hour on the ground and 450 miles an hour', () => {
    expect(estimatedArrivalMs(flight) - flight.departedAtMs).toBe(2.5 * 3_600_000);
  });

  it('has the hour of its departure', () => {
    expect(hourOf(flight)).toBe(17);
  });
});
